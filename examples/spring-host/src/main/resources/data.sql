-- Some people to try it with; once.
INSERT INTO personnel SELECT 'secretariat', '{bcrypt}$2a$10$GbFGlReg9mXINb5KQVfz2uyX4yDeKKIRpXSFGPHV7MgHkNFfFytF.', 'secretariat'
    FROM (SELECT 1) one WHERE NOT EXISTS (SELECT 1 FROM personnel);
INSERT INTO classe (code, libelle)
    SELECT v.code, v.libelle FROM (VALUES ('6A', 'Sixième A'), ('CM1', 'Cours moyen 1')) AS v (code, libelle)
    WHERE NOT EXISTS (SELECT 1 FROM classe);
INSERT INTO eleve (matricule, prenom, nom, classe, courriel)
    SELECT v.matricule, v.prenom, v.nom, v.classe, v.courriel
    FROM (VALUES (1, 'Binta', 'Ba', '6A', 'binta@ecole.example.org'), (2, 'Ali', 'Ba', 'CM1', NULL),
                 (3, 'Fanta', 'Camara', '6A', 'fanta@ecole.example.org')) AS v (matricule, prenom, nom, classe, courriel)
    WHERE NOT EXISTS (SELECT 1 FROM eleve);
INSERT INTO tuteur (numero, prenom, nom, courriel)
    SELECT v.numero, v.prenom, v.nom, v.courriel
    FROM (VALUES (11, 'Aïssatou', 'Ba', 'aissatou@example.org'), (12, 'Ibrahima', 'Camara', 'ibrahima@example.org'),
                 (13, 'Mariama', 'Sow', 'mariama@example.org')) AS v (numero, prenom, nom, courriel)
    WHERE NOT EXISTS (SELECT 1 FROM tuteur);
INSERT INTO lien_tuteur (tuteur, eleve, lien, droit_de_regard)
    SELECT v.tuteur, v.eleve, v.lien, v.droit_de_regard
    FROM (VALUES (11, 1, 'mère', TRUE), (11, 2, 'mère', TRUE), (12, 3, 'père', TRUE), (13, 3, 'mère', FALSE))
        AS v (tuteur, eleve, lien, droit_de_regard)
    WHERE NOT EXISTS (SELECT 1 FROM lien_tuteur);
INSERT INTO facture (numero, eleve, montant, echeance)
    SELECT 'F-1', 1, 1500000, DATE '2026-02-27' FROM (SELECT 1) one WHERE NOT EXISTS (SELECT 1 FROM facture);

-- The school's own tables, as they were before Cartable.
CREATE TABLE IF NOT EXISTS classe (
    code VARCHAR(20) PRIMARY KEY,
    libelle VARCHAR(100) NOT NULL,
    places INTEGER NOT NULL DEFAULT 40
);
CREATE TABLE IF NOT EXISTS eleve (
    matricule INTEGER PRIMARY KEY,
    prenom VARCHAR(100) NOT NULL,
    nom VARCHAR(100) NOT NULL,
    classe VARCHAR(20) REFERENCES classe,
    courriel VARCHAR(200),
    inscrit BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE IF NOT EXISTS tuteur (
    numero INTEGER PRIMARY KEY,
    prenom VARCHAR(100) NOT NULL,
    nom VARCHAR(100) NOT NULL,
    courriel VARCHAR(200),
    telephone VARCHAR(30),
    langue VARCHAR(10) NOT NULL DEFAULT 'fr'
);
CREATE TABLE IF NOT EXISTS lien_tuteur (
    tuteur INTEGER NOT NULL REFERENCES tuteur,
    eleve INTEGER NOT NULL REFERENCES eleve,
    lien VARCHAR(20) NOT NULL,
    droit_de_regard BOOLEAN NOT NULL DEFAULT TRUE,
    depuis DATE,
    jusqu_au DATE,
    PRIMARY KEY (tuteur, eleve)
);
CREATE TABLE IF NOT EXISTS facture (
    numero VARCHAR(20) PRIMARY KEY,
    eleve INTEGER NOT NULL REFERENCES eleve,
    montant DECIMAL(14, 2) NOT NULL,
    echeance DATE NOT NULL,
    annulee BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE IF NOT EXISTS reglement (
    id INTEGER PRIMARY KEY,
    facture VARCHAR(20) NOT NULL REFERENCES facture,
    jour DATE NOT NULL,
    montant DECIMAL(14, 2) NOT NULL
);
CREATE TABLE IF NOT EXISTS connexion (
    id BIGINT PRIMARY KEY,
    eleve INTEGER NOT NULL REFERENCES eleve,
    recus BIGINT NOT NULL,
    envoyes BIGINT NOT NULL,
    finie TIMESTAMP WITH TIME ZONE NOT NULL,
    comptee BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE IF NOT EXISTS personnel (
    identifiant VARCHAR(50) PRIMARY KEY,
    mot_de_passe VARCHAR(100) NOT NULL,
    fonction VARCHAR(30) NOT NULL
);

-- The views through which Cartable reads them. It never writes to them.
CREATE OR REPLACE VIEW cartable_promotion AS SELECT code AS id, libelle AS name FROM classe;
CREATE OR REPLACE VIEW cartable_pupil AS
    SELECT CAST(matricule AS VARCHAR(20)) AS id, prenom AS given_name, nom AS family_name, classe AS promotion_id,
           courriel AS email, inscrit AS active
    FROM eleve;
CREATE OR REPLACE VIEW cartable_guardian AS
    SELECT CAST(numero AS VARCHAR(20)) AS id, prenom AS given_name, nom AS family_name, courriel AS email,
           telephone AS phone, langue AS language
    FROM tuteur;
CREATE OR REPLACE VIEW cartable_guardianship AS
    SELECT CAST(tuteur AS VARCHAR(20)) AS guardian_id, CAST(eleve AS VARCHAR(20)) AS pupil_id, lien AS relation,
           droit_de_regard AS may_see_pupil, depuis AS valid_from, jusqu_au AS valid_to
    FROM lien_tuteur;
CREATE OR REPLACE VIEW cartable_user AS
    SELECT CAST(matricule AS VARCHAR(20)) AS id, CAST(matricule AS VARCHAR(20)) AS user_name, courriel AS email,
           classe AS promotion_id, inscrit AS active
    FROM eleve;
CREATE OR REPLACE VIEW cartable_invoice AS
    SELECT numero AS id, numero AS number, CAST(eleve AS VARCHAR(20)) AS pupil_id, CAST('GNF' AS VARCHAR(3)) AS currency,
           CAST(CASE WHEN annulee THEN 'CANCELLED' ELSE 'ISSUED' END AS VARCHAR(20)) AS state
    FROM facture;
CREATE OR REPLACE VIEW cartable_instalment AS
    SELECT numero AS invoice_id, 1 AS number, echeance AS due_on, montant AS amount FROM facture;
CREATE OR REPLACE VIEW cartable_payment AS
    SELECT facture AS invoice_id, CAST(id AS VARCHAR(20)) AS id, jour AS paid_on, montant AS amount FROM reglement;

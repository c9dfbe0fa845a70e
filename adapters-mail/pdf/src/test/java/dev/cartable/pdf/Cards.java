package dev.cartable.pdf;

import dev.cartable.document.model.AppreciationBand;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.GradingScale;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.Attendance;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.Comparison;
import dev.cartable.document.model.ReportCard.Counting;
import dev.cartable.document.model.ReportCard.GradeLine;
import dev.cartable.document.model.ReportCard.Holder;
import dev.cartable.document.model.ReportCard.Rank;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Report cards and pictures of a school that does not exist. */
final class Cards {
    static final School SCHOOL = new School("Lycée Les Palmiers", ZoneId.of("Africa/Conakry"), Locale.FRENCH);
    static final DocumentCode CODE = new DocumentCode("K7QF-2M9D-XW3R-8TPH");
    private static final Term FIRST = new Term("2026-2027", "Trimestre 1");
    private static final Term SECOND = new Term("2026-2027", "Trimestre 2");
    private static final PromotionId CLASS = new PromotionId("4B");

    private static final String[][] SUBJECTS = {
        {"FR", "Français", "Mme Aïssatou Barry", "4", "13.25", "Une lecture fine et des écrits soignés. Continuez !"},
        {
            "MATHS",
            "Mathématiques",
            "M. Ibrahima Sory Camara",
            "4",
            "15.50",
            "Très bon trimestre : des démonstrations claires."
        },
        {"ANG", "Anglais", "Mme Rose Koïta", "3", "12.00", "Participe volontiers ; l’écrit est à consolider."},
        {"AR", "Arabe", "M. Youssef El Idrissi", "2", "16.75", "Excellent."},
        {"HG", "Histoire-géographie", "M. Thierno Bah", "3", "11.40", "Des connaissances, mais une méthode à revoir."},
        {"SVT", "Sciences de la vie et de la Terre", "Mme Fanta Sylla", "2", "14.10", ""},
        {"PC", "Physique-chimie", "M. Jean-Noël Œuvrard", "3", "12.85", "Bon travail en manipulation."},
        {"TECH", "Technologie", "Mme Mariam Touré", "1", "15.00", ""},
        {"EPS", "Éducation physique", "M. Alpha Condé", "1", "17.00", "Un élément moteur de l’équipe."},
        {"ARTS", "Arts plastiques", "Mme Chloé Gbaguidi", "1", "14.50", ""},
        {"MUS", "Éducation musicale", "M. Sékou Kouyaté", "1", "13.00", ""},
        {"ECM", "Éducation civique et morale", "M. Thierno Bah", "1", "15.25", "Attitude exemplaire."},
    };

    private Cards() {}

    /** An ordinary one, with words of most teachers, two shared ranks, a subject without grades, an excused one and a bonus. */
    static ReportCard usual() {
        return of(new PersonName("Mariama Bénédicte", "Diallo"), lines());
    }

    static ReportCard of(PersonName name, List<SubjectLine> lines) {
        return new ReportCard(
                SECOND,
                new Holder(new PupilId("p-0412"), name, "2024-0412", null),
                new Promotion(CLASS, "4e B"),
                38,
                GradingScale.defaults(),
                lines,
                average("13.63"),
                new ClassFigures(new BigDecimal("6.92"), new BigDecimal("11.48"), new BigDecimal("16.07")),
                new Rank(5, 38, false),
                AppreciationBand.defaults().get(2),
                new Attendance(2, 1, 3, 25),
                "Un trimestre solide et régulier. Mariama progresse en sciences ; elle doit maintenant oser davantage à l’oral.",
                "Encouragements du conseil de classe",
                new Comparison(FIRST, new BigDecimal("12.80"), new BigDecimal("0.83")),
                1,
                Instant.parse("2027-03-15T08:00:00Z"));
    }

    /** Without a grade, a comment, an absence or a decision. */
    static ReportCard empty() {
        return new ReportCard(
                SECOND,
                new Holder(new PupilId("p-0500"), new PersonName("Awa", "Sow"), null, null),
                new Promotion(CLASS, "4e B"),
                1,
                GradingScale.defaults(),
                List.of(),
                Average.None.NO_GRADES,
                null,
                null,
                null,
                Attendance.COMPLETE,
                null,
                null,
                null,
                1,
                null);
    }

    static List<SubjectLine> lines() {
        List<SubjectLine> lines = new ArrayList<>();
        int at = 0;
        for (String[] subject : SUBJECTS) {
            lines.add(line(subject[0], subject[1], subject[2], subject[3], subject[4], subject[5], at++ == 4));
        }
        lines.add(without("LAT", "Latin", true, Average.None.NO_GRADES, null));
        lines.add(without("NAT", "Natation", false, Average.None.NO_NUMBERS, Mark.Absent.EXCUSED));
        return lines;
    }

    /** So many subjects. */
    static List<SubjectLine> lines(int count) {
        List<SubjectLine> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.addAll(lines());
        }
        return List.copyOf(lines.subList(0, count));
    }

    /** So many subjects of different codes, from M100 on. */
    static List<SubjectLine> manySubjects(int count) {
        return IntStream.range(100, 100 + count)
                .mapToObj(i -> line("M" + i, "Matière numéro " + i, null, "1", "12.25", "", false))
                .toList();
    }

    /** The same contents as a second revision. */
    static ReportCard revised(ReportCard card) {
        return new ReportCard(
                card.term(),
                card.pupil(),
                card.promotion(),
                card.classSize(),
                card.scale(),
                card.subjects(),
                card.general(),
                card.classFigures(),
                card.rank(),
                card.band(),
                card.attendance(),
                card.appreciation(),
                card.decision(),
                card.before(),
                card.revision() + 1,
                card.releasedAt());
    }

    static SubjectLine line(
            String code,
            String name,
            @Nullable String teacher,
            String coefficient,
            String average,
            String words,
            boolean shared) {
        BigDecimal shown = new BigDecimal(average);
        return new SubjectLine(
                new Subject(code, name, teacher),
                new BigDecimal(coefficient),
                false,
                1,
                average(average),
                new ClassFigures(
                        shown.subtract(new BigDecimal("6.35")),
                        shown.subtract(new BigDecimal("1.72")),
                        shown.add(new BigDecimal("2.15"))),
                new Rank(7, 38, shared),
                band(shown),
                words.isEmpty() ? null : words,
                List.of());
    }

    private static SubjectLine without(
            String code, String name, boolean bonus, Average.None none, Mark.@Nullable Absent why) {
        Subject subject = new Subject(code, name, null);
        List<GradeLine> grades = why == null
                ? List.of()
                : List.of(new GradeLine(
                        new Grade(
                                "g-1",
                                new PupilId("p-0412"),
                                CLASS,
                                subject,
                                SECOND,
                                LocalDate.of(2027, 2, 3),
                                null,
                                why,
                                BigDecimal.ONE,
                                false),
                        null,
                        Counting.NO_NUMBER));
        return new SubjectLine(subject, BigDecimal.ONE, bonus, 2, none, null, null, null, null, grades);
    }

    private static AppreciationBand band(BigDecimal average) {
        return AppreciationBand.defaults().stream()
                .filter(band -> average.compareTo(band.from()) >= 0)
                .findFirst()
                .orElseThrow();
    }

    private static Average average(String shown) {
        return Average.of(Rational.of(new BigDecimal(shown)));
    }

    static DocumentDesign design() {
        return DocumentDesign.defaults()
                .withLogo(Picture.of(logo()))
                .withSignature(Picture.of(signature()))
                .withStamp(Picture.of(stamp()))
                .withContact("BP 1234, Kaloum, Conakry\n+224 622 00 00 00 – secretariat@palmiers.example")
                .withSignatory("Mme Kadiatou Bangoura, proviseure")
                .withVerificationAddress("https://palmiers.example/v/");
    }

    /** A palm on a disc. */
    static byte[] logo() {
        return picture(400, 400, graphics -> {
            graphics.setColor(new Color(0x1f4e79));
            graphics.fillOval(4, 4, 392, 392);
            graphics.setColor(Color.WHITE);
            graphics.setStroke(new BasicStroke(20, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.drawArc(150, 150, 180, 300, 100, 70);
            for (int angle : new int[] {10, 50, 95, 140, 175}) {
                double radians = Math.toRadians(angle);
                int x = 215 + (int) (125 * Math.cos(radians));
                int y = 170 - (int) (90 * Math.sin(radians)) + 25;
                graphics.draw(
                        new java.awt.geom.QuadCurve2D.Double(215, 165, (215 + x) / 2.0, (165 + y) / 2.0 - 45, x, y));
            }
        });
    }

    static byte[] signature() {
        return picture(600, 240, graphics -> {
            graphics.setColor(new Color(0x1a2a6c));
            graphics.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            java.awt.geom.Path2D path = new java.awt.geom.Path2D.Double();
            path.moveTo(40, 160);
            path.curveTo(110, -60, 150, 40, 110, 180);
            path.curveTo(180, 40, 210, 60, 200, 160);
            path.curveTo(250, 80, 280, 100, 280, 150);
            path.curveTo(330, 90, 360, 190, 420, 110);
            path.curveTo(470, 60, 520, 150, 570, 90);
            graphics.draw(path);
            graphics.drawLine(90, 205, 480, 190);
        });
    }

    static byte[] stamp() {
        return picture(400, 400, graphics -> {
            graphics.setColor(new Color(0x8c, 0x1c, 0x3c, 200));
            graphics.setStroke(new BasicStroke(8));
            graphics.drawOval(12, 12, 376, 376);
            graphics.setStroke(new BasicStroke(3));
            graphics.drawOval(70, 70, 260, 260);
            graphics.setFont(graphics.getFont().deriveFont(java.awt.Font.BOLD, 40f));
            String text = "LYCÉE LES PALMIERS • CONAKRY • ";
            for (int i = 0; i < text.length(); i++) {
                java.awt.geom.AffineTransform before = graphics.getTransform();
                graphics.rotate(2 * Math.PI * i / text.length(), 200, 200);
                graphics.drawString(text.substring(i, i + 1), 190, 56);
                graphics.setTransform(before);
            }
            graphics.drawString("PROVISEUR", 84, 215);
        });
    }

    private interface Drawing {
        void on(Graphics2D graphics);
    }

    private static byte[] picture(int width, int height, Drawing drawing) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        drawing.on(graphics);
        graphics.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

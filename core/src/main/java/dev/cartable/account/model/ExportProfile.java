package dev.cartable.account.model;

/** For which program an export is written. UTF-8 in either case. */
public enum ExportProfile {
    /** French Excel opens it by a double click: a byte order mark, semicolons, CRLF. */
    EXCEL_FR(true, ';', "\r\n"),
    /** RFC 4180 with LF, without a byte order mark. */
    PLAIN(false, ',', "\n");

    private final boolean byteOrderMark;
    private final char separator;
    private final String lineEnd;

    ExportProfile(boolean byteOrderMark, char separator, String lineEnd) {
        this.byteOrderMark = byteOrderMark;
        this.separator = separator;
        this.lineEnd = lineEnd;
    }

    public boolean byteOrderMark() {
        return byteOrderMark;
    }

    public char separator() {
        return separator;
    }

    public String lineEnd() {
        return lineEnd;
    }
}

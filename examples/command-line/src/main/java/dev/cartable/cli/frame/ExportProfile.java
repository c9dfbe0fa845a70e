package dev.cartable.cli.frame;

import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.port.ExportFormat;
import java.util.Map;

/** The forms of a table that programs for spreadsheets open, by the option {@code --profile}. */
public final class ExportProfile {
    private ExportProfile() {}

    /**
     * The form with this name.
     *
     * @param sheet what a workbook calls its sheet
     */
    public static ExportFormat of(Words words, String profile, String sheet) {
        return switch (profile) {
            case "plain" -> CsvExport.plain();
            case "excel-fr" -> CsvExport.excelFrench();
            case "xlsx" -> new XlsxExport(sheet);
            default ->
                throw CommandException.usage(words.text(
                        "error.choice",
                        Map.of("option", "--profile", "value", profile, "allowed", "xlsx, excel-fr, plain")));
        };
    }
}

package dev.cartable.document;

import dev.cartable.notice.model.Kind;

/** The kinds of notices about documents. */
public final class ReportCardKinds {
    /** Notifies a pupil or a guardian that a report card is there. */
    public static final Kind REPORT_CARD = Kind.of("document.report-card");

    private ReportCardKinds() {}
}

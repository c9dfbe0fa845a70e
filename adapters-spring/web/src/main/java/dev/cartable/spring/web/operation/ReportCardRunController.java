package dev.cartable.spring.web.operation;

import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.RunResource;
import org.springframework.web.bind.annotation.RequestMapping;

/** Bulk work on report cards. */
@ApiController(docs = DocumentRunDocs.ReportCards.class)
@RequestMapping("${cartable.web.prefix:/api/core}/report-cards")
final class ReportCardRunController extends DocumentRunController {
    ReportCardRunController(RunResource runs) {
        super(runs);
    }
}

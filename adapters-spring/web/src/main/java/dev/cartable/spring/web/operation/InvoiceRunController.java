package dev.cartable.spring.web.operation;

import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.RunResource;
import org.springframework.web.bind.annotation.RequestMapping;

/** Bulk work on invoices. */
@ApiController(docs = DocumentRunDocs.Invoices.class)
@RequestMapping("${cartable.web.prefix:/api/core}/invoices")
final class InvoiceRunController extends DocumentRunController {
    InvoiceRunController(RunResource runs) {
        super(runs);
    }
}

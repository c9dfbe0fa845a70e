package dev.cartable.spring.web.operation;

import static java.util.Objects.requireNonNull;

import dev.cartable.spring.web.Asker;
import dev.cartable.spring.web.Right;
import dev.cartable.spring.web.internal.Answer;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.PageRequest;
import dev.cartable.spring.web.internal.Requires;
import dev.cartable.spring.web.internal.RunResource;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Bulk work on one kind of document: a plan, which an administrator looks at; and the run that carries it out. */
abstract class DocumentRunController {
    private final RunResource runs;

    DocumentRunController(RunResource runs) {
        this.runs = requireNonNull(runs, "runs");
    }

    @PostMapping({"/plans", "/plans/"})
    @Requires(Right.RUN_DOCUMENTS)
    Answer plan(Body body, PageRequest page) {
        return runs.plan(body, page);
    }

    @PostMapping({"/runs", "/runs/"})
    @Requires(value = Right.RUN_DOCUMENTS, key = Requires.Key.REPEATABLE)
    Answer start(Body body, HttpServletRequest request, Asker asker) {
        return runs.start(body, request, asker);
    }

    @GetMapping({"/runs", "/runs/"})
    @Requires(Right.RUN_DOCUMENTS)
    Answer list(PageRequest page) {
        return runs.list(page);
    }

    @GetMapping({"/runs/{id}", "/runs/{id}/"})
    @Requires(Right.RUN_DOCUMENTS)
    Answer show(@PathVariable("id") String id) {
        return runs.show(id);
    }
}

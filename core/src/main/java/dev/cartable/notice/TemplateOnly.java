package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.port.NoticeType;
import java.util.Locale;
import java.util.Set;

/**
 * A kind that no notice has: it is a template that an administrator can edit, for words around or in place of those of other kinds. Safe
 * for use by several threads.
 */
abstract class TemplateOnly implements NoticeType {
    private final Kind kind;
    private final String school;

    /** @param school the school's name */
    TemplateOnly(Kind kind, String school) {
        this.kind = kind;
        this.school = requireNonNull(school, "school");
    }

    final String school() {
        return school;
    }

    @Override
    public final Kind kind() {
        return kind;
    }

    @Override
    public final Set<String> variables() {
        return sample(Locale.ROOT).keySet();
    }

    @Override
    public final WhenUncertain whenUncertain() {
        return WhenUncertain.LEAVE;
    }

    @Override
    public final Verdict check(Notice notice) {
        return new Verdict.Suppress("NO_KIND_OF_ITS_OWN");
    }
}

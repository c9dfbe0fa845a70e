package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.work.InstanceGuard.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start whom messages go to, which installation sends them, and how many are held. */
final class Speaking {
    private static final Logger LOG = LoggerFactory.getLogger(Speaking.class);

    private Speaking() {}

    /** Writes nothing to the database. */
    static void report(Cartable cartable, SendingMode mode) {
        try {
            State state = cartable.notices().instance().look();
            long held = cartable.notices().unfinished().getOrDefault(NoticeState.HELD, 0L);
            String messages =
                    held == 0 ? "" : "; " + held + " messages are held until a person releases or cancels them";
            if (state instanceof State.Held two) {
                LOG.error(
                        "Cartable sends nothing: the database belongs to the installation {}, and the installation {} uses it,"
                                + " too{}. Say which one speaks with 'cartable instance claim', or set cartable.speak=false"
                                + " if this is a copy",
                        two.speaking(),
                        two.other(),
                        messages);
            } else if (state instanceof State.Silent silent) {
                LOG.warn(
                        "Cartable sends nothing: a person has decided that the installation {} speaks, and not this one ({}){}",
                        silent.speaking(),
                        silent.own(),
                        messages);
            } else if (mode instanceof SendingMode.Nobody) {
                LOG.warn("Cartable sends nothing, because cartable.speak is false; messages wait{}", messages);
            } else {
                LOG.info(
                        "Cartable sends messages as the installation {}{}{}",
                        state instanceof State.Speaks speaks ? speaks.id() : "that the first use names",
                        mode instanceof SendingMode.Only only ? ", all e-mail to " + only : "",
                        messages);
            }
        } catch (RuntimeException e) {
            // Tables that are missing are reported where they are used.
            LOG.debug("which installation speaks could not be read from the database", e);
        }
    }
}

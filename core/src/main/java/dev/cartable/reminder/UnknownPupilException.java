package dev.cartable.reminder;

import dev.cartable.CartableException;
import dev.cartable.school.model.PupilId;
import java.util.Map;

/** Thrown when a pupil is asked about whom there is not, or whom the viewer may not see. */
final class UnknownPupilException extends CartableException {
    private static final long serialVersionUID = 1L;

    UnknownPupilException(PupilId pupil) {
        super("UNKNOWN_PUPIL", Map.of("pupil", pupil.value()), "there is no pupil " + pupil);
    }
}

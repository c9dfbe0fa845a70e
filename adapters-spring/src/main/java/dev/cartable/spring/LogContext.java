package dev.cartable.spring;

import dev.cartable.CartableBuilder;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/**
 * Says by keys of the log context which notice is handed over: {@value #NOTICE}, {@value #KIND}, {@value #CHANNEL}. Ids alone: never a name, an
 * address or words of a message. Which task runs, the core says.
 */
final class LogContext implements CartableBuilderCustomizer {
    static final String NOTICE = "cartable.notice";
    static final String KIND = "cartable.kind";
    static final String CHANNEL = "cartable.channel";

    @Override
    public void customize(CartableBuilder builder) {
        builder.decorateCouriers(LoggedCourier::new);
    }

    private static final class LoggedCourier extends CourierDecorator {
        LoggedCourier(Courier courier) {
            super(courier);
        }

        @Override
        List<Delivery> around(List<RenderedNotice> notices, Supplier<List<Delivery>> delivery) {
            MDC.put(NOTICE, distinct(notices, one -> one.id().toString()));
            MDC.put(KIND, distinct(notices, one -> one.kind().name()));
            MDC.put(CHANNEL, channel().name());
            try {
                return delivery.get();
            } finally {
                MDC.remove(NOTICE);
                MDC.remove(KIND);
                MDC.remove(CHANNEL);
            }
        }

        private static String distinct(List<RenderedNotice> notices, Function<RenderedNotice, String> value) {
            return notices.stream().map(value).distinct().collect(Collectors.joining(","));
        }
    }
}

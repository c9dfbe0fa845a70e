package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.EditTemplates;
import dev.cartable.notice.ListNotices;
import dev.cartable.notice.QueueNotice;
import dev.cartable.notice.ReadInbox;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The use cases about messages, each a bean. */
@AutoConfiguration(after = CartableAutoConfiguration.class)
@ConditionalOnBean(Cartable.class)
public final class CartableNoticeAutoConfiguration {
    CartableNoticeAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    DispatchNotices dispatchNotices(Cartable cartable) {
        return cartable.dispatchNotices();
    }

    @Bean
    @ConditionalOnMissingBean
    QueueNotice queueNotice(Cartable cartable) {
        return cartable.queueNotice();
    }

    @Bean
    @ConditionalOnMissingBean
    EditTemplates editTemplates(Cartable cartable) {
        return cartable.editTemplates();
    }

    @Bean
    @ConditionalOnMissingBean
    ListNotices listNotices(Cartable cartable) {
        return cartable.listNotices();
    }

    @Bean
    @ConditionalOnMissingBean
    ReadInbox readInbox(Cartable cartable) {
        return cartable.readInbox();
    }
}

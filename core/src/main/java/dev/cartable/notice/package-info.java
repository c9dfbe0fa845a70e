/**
 * Every message to a person: queued with the fact that causes it, sent later, never twice without saying so.
 *
 * <h2>One message in place of many</h2>
 *
 * <ul>
 *   <li>A kind says whether its notices are {@code joinable}. The outbox gives those of one person, kind, channel (e-mail, SMS) and language
 *       the same digest key. Each stays a notice of its own: key, state, counts, history.
 *   <li>A claim takes a group whole: only the notice with the smallest id can be claimed, and it brings the others. So two nodes never share a
 *       group. Nothing waits for a group: what is due at the same time is joined.
 *   <li>Just before the hand-over, each notice is checked by itself. What is no longer true falls out. One that is left alone is worded as ever. A
 *       person who does not want joint messages gets each by itself: their wish is asked then, not when notices are queued.
 *   <li>The commit that begins a message binds its notices to it. The message has the id of the first. From then on they are tried again together,
 *       and no other joins them: a mail program would take the second message for a repeat of the first. One that was begun alone stays alone.
 *   <li>The outcome of a message is that of all its notices: retries, fallbacks, receipts and bounces, too.
 *   <li>Not joined: messages in the application, where each is read by itself; credentials; what a person wrote; what carries files, such as the event of a
 *       study session.
 * </ul>
 */
@NullMarked
package dev.cartable.notice;

import org.jspecify.annotations.NullMarked;

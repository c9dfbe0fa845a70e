/**
 * The stores on H2 and PostgreSQL. {@link dev.cartable.jdbc.JdbcStores} opens them; hosts need no other package of this module.
 *
 * <p>The other packages: {@code account}, {@code alert}, {@code audit}, {@code document}, {@code notice}, {@code privacy}, {@code quota},
 * {@code record}, {@code reminder}, {@code school}, {@code task} and {@code work} have the stores of a context, with each statement where it
 * is used. {@code backup} dumps and restores the whole database. {@code schema} creates the tables and checks the roster's relations. {@code
 * database} has connections and transactions, {@code sql} the parts of statements, and {@code dialect} all that differs between databases.
 *
 * <h2>The roster's relations</h2>
 *
 * <p>Pupils, guardians and the links between them are read from four relations, and the users of the network from a fifth; all
 * are public. The host states who owns them ({@link dev.cartable.jdbc.RosterOwnership}). Either Cartable makes all of them as
 * tables, and {@code ImportRoster} fills the first four; or the host makes all of them as <em>views</em> over its own tables
 * before it opens the stores, and then nothing is ever written to them. The stores check that when they are opened: a view that
 * is missing, or a column of another type, is an error with the SQL to run. A school that has none of something makes an empty
 * view; the error has its SQL too. An optional column may be left out of a view, and the default is read in
 * its place; new columns will always be optional. Columns beyond these are ignored.
 *
 * <table>
 * <caption>Relations, after the prefix {@code cartable_}</caption>
 * <tr><th>relation</th><th>column</th><th>type</th><th>if left out</th></tr>
 * <tr><td>promotion</td><td>id, name</td><td>text</td><td>needed by an import, and where promotions are given profiles</td></tr>
 * <tr><td>pupil</td><td>id, given_name, family_name</td><td>text</td><td>required; either name may be empty</td></tr>
 * <tr><td></td><td>promotion_id</td><td>text</td><td>in no promotion</td></tr>
 * <tr><td></td><td>email</td><td>text</td><td>none</td></tr>
 * <tr><td></td><td>active</td><td>boolean</td><td>true</td></tr>
 * <tr><td>guardian</td><td>id, given_name, family_name</td><td>text</td><td>required; either name may be empty</td></tr>
 * <tr><td></td><td>email, phone</td><td>text</td><td>none</td></tr>
 * <tr><td></td><td>language (BCP 47)</td><td>text</td><td>the school's</td></tr>
 * <tr><td></td><td>active</td><td>boolean</td><td>true</td></tr>
 * <tr><td>guardianship</td><td>guardian_id, pupil_id</td><td>text</td><td>required; each pair once</td></tr>
 * <tr><td></td><td>relation (a word in English or French)</td><td>text</td><td>guardian</td></tr>
 * <tr><td></td><td>primary_contact, emergency_contact</td><td>boolean</td><td>false</td></tr>
 * <tr><td></td><td>may_see_pupil</td><td>boolean</td><td>true</td></tr>
 * <tr><td></td><td>valid_from, valid_to (the last day)</td><td>date</td><td>no limit</td></tr>
 * <tr><td></td><td>active</td><td>boolean</td><td>true</td></tr>
 * <tr><td>user</td><td>id, user_name</td><td>text</td><td>required</td></tr>
 * <tr><td></td><td>email</td><td>text</td><td>none</td></tr>
 * <tr><td></td><td>language (BCP 47)</td><td>text</td><td>the school's</td></tr>
 * <tr><td></td><td>promotion_id</td><td>text</td><td>in no promotion</td></tr>
 * <tr><td></td><td>active</td><td>boolean</td><td>true</td></tr>
 * </table>
 *
 * <h2>What the school records</h2>
 *
 * <p>These relations are tables or views as the roster's are. Of views, a host defines those that it has; one that is missing means that
 * Cartable does not have this part: reading it is an error with the view to write, and reminders that need it are left out, which the log says
 * once. The lines, payers and payments of invoices, and what belongs to grades, may be missing, and count as none. Times without a zone are in the school's.
 *
 * <table>
 * <caption>Relations, after the prefix {@code cartable_}</caption>
 * <tr><th>relation</th><th>required</th><th>optional, and what is read if left out</th></tr>
 * <tr><td>absence</td><td>id, pupil_id (text), absent_on (date), recorded_at (timestamp with time zone)</td><td>type ({@code ABSENT}, {@code
 * LATE}): {@code ABSENT}; part ({@code DAY}, {@code MORNING}, {@code AFTERNOON}, {@code LESSON}): {@code DAY}; lesson, reason, recorded_by
 * (text): none; minutes (integer): 0; excused (boolean): false; excused_on (date): none</td></tr>
 * <tr><td>invoice</td><td>id, number, pupil_id, currency (ISO 4217), state ({@code DRAFT}, {@code ISSUED}, {@code PARTLY_PAID}, {@code
 * PAID}, {@code CANCELLED}) (text)</td><td>promised_for, issued_on (date): none; disputed (boolean): false; type ({@code INVOICE}, {@code
 * CREDIT_NOTE}): {@code INVOICE}; credits (text; the number of the invoice that a credit note cancels): none</td></tr>
 * <tr><td>invoice_line</td><td>invoice_id (text), number (integer; its place), label (text), amount (numeric; below zero for a
 * discount)</td><td>quantity, unit_price (numeric): none</td></tr>
 * <tr><td>invoice_payer</td><td>invoice_id (text), number (integer), name (text)</td><td>guardian_id (text): none; address (text, with a
 * line feed between its lines): none; parts (integer; of those of all payers): 1; email (text; of a
 * payer who is no guardian): none</td></tr>
 * <tr><td>instalment</td><td>invoice_id (text), number (integer), due_on (date, null for never), amount (numeric)</td><td></td></tr>
 * <tr><td>payment</td><td>invoice_id, id (text), paid_on (date), amount (numeric)</td><td>payer (integer; the number of
 * an invoice_payer), method (text): none</td></tr>
 * <tr><td>study_session</td><td>id, pupil_id, topic (text), starts_at (timestamp), minutes (integer)</td><td>goal (text): none; state
 * ({@code PLANNED}, {@code DONE}, {@code CANCELLED}): {@code PLANNED}; programmed (boolean; by Cartable, from a weekly plan): false</td></tr>
 * <tr><td>weekly_plan</td><td>id, pupil_id, topic (text), day_of_week (1 to 7), start_time (time), minutes (integer)</td><td>goal (text):
 * none; valid_from, valid_to (date): no limit</td></tr>
 * <tr><td>subscription</td><td>pupil_id (text, once), valid_from (date)</td><td>valid_to (date): no limit; last_active_at (timestamp with
 * time zone): never</td></tr>
 * <tr><td>calendar_period</td><td>type ({@code YEAR}, {@code TERM}, {@code HOLIDAY}), name (text), first_day, last_day (date)</td><td></td></tr>
 * <tr><td>grade</td><td>id, pupil_id, promotion_id, school_year, term, subject_code (text), graded_on (date), points (numeric, null where
 * the mark is none)</td><td>subject_name, teacher, kind, letter (text): none; mark ({@code POINTS}, {@code LETTER}, {@code ACQUIRED}, {@code
 * NOT_ACQUIRED}, {@code MISSING}, {@code EXCUSED}, {@code NOT_GRADED}, {@code NOT_HANDED_IN}): {@code POINTS}; out_of (numeric): 20;
 * coefficient (numeric): 1; bonus (boolean): false</td></tr>
 * <tr><td>taught_subject</td><td>promotion_id, school_year, term, subject_code (text)</td><td>subject_name, teacher (text): none; coefficient
 * (numeric): 1; bonus (boolean): false; place (integer; on report cards): 0</td></tr>
 * <tr><td>class_member</td><td>pupil_id, promotion_id, school_year, term (text)</td><td>registration_number, level (text): none</td></tr>
 * <tr><td>appreciation</td><td>pupil_id, school_year, term, subject_code (text, empty where it is about the whole term), body
 * (text)</td><td>type ({@code SUBJECT}, {@code GENERAL}, {@code DECISION}): {@code SUBJECT}</td></tr>
 * <tr><td>report_release</td><td>promotion_id, school_year, term (text), released_at (timestamp with time zone)</td><td></td></tr>
 * </table>
 *
 * <p>A host that changes from tables to views opens the stores with {@code VIEWS}, runs the SQL of the error with its own
 * columns ({@code DROP TABLE cartable_pupil; CREATE VIEW cartable_pupil …}, for each relation), and opens them again. The ids
 * of guardians and pupils have to stay the same, since accounts belong to them.
 *
 * <p>Ids are compared as text, so a view casts numbers: {@code CAST(num AS varchar)}. All families are read in pages by the
 * guardian's id. Where a view casts it, each page has to sort the whole table unless there is an index over the same
 * expression; on a large school that is a hundred times slower. On PostgreSQL, where texts are compared by their bytes,
 * that is {@code CREATE INDEX ON parent ((CAST(num AS varchar) COLLATE "C"))}, and the like for the guardian's id in the
 * table of links and, without the collation, for the pupil's id.
 *
 * <p>One user's quota is looked up by {@code id = …} without a collation, so that the key of a host's text ids serves; where the
 * view casts, that is an index over the cast alone, {@code CREATE INDEX ON compte ((CAST(num AS varchar)))}. An index with the
 * collation as above serves only those who read all users.
 */
@NullMarked
package dev.cartable.jdbc;

import org.jspecify.annotations.NullMarked;

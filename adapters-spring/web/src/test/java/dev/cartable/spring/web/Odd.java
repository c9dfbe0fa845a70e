package dev.cartable.spring.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What requests hold that were not made with good intentions, or not well. */
final class Odd {
    private static final String LONG = "x".repeat(5_000);

    private Odd() {}

    /** Texts that can be, of people and of programs. */
    static final List<String> TEXTS = List.of(
            "",
            "a",
            "Étudiant",
            " ",
            "𝕏😀",
            "null",
            "O'Brien; DROP TABLE x--",
            "=HYPERLINK(1)",
            "{username}",
            "{{x}}",
            "${jndi:ldap://x}",
            "<script>",
            "%s%n",
            "\u202Etxt",
            "line\nline",
            "email",
            "study:email",
            "21:00-07:00",
            "Africa/Conakry",
            "../..",
            "a\u00A0b",
            "عربي",
            "\u200D");

    /** Values of JSON of every type. */
    static final List<String> JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1.0",
            "1e3",
            "1e400",
            "-0",
            "9223372036854775807",
            "9223372036854775808",
            "9".repeat(400),
            "0." + "3".repeat(400),
            "NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "01",
            "0x10",
            "\"\"",
            "\" \"",
            "\"1\"",
            "\"true\"",
            "\"NaN\"",
            "[]",
            "[null]",
            "[[]]",
            "[1, \"a\"]",
            "{}",
            "{\"a\": {}}",
            "undefined",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u202e\"",
            "\"\\r\\nX-Injected: 1\"",
            "\"\t\"",
            "\"\\x\"",
            "'a'",
            "\"" + LONG + "\"",
            "[\"" + "a\",\"".repeat(200) + "\"]",
            "[".repeat(900) + "]".repeat(900),
            "{\"a\":".repeat(900) + "1" + "}".repeat(900),
            "\"\uFFFF\"",
            "\"0000-00-00\"",
            "\"1-1-1-1-1\"",
            "\"ＦＵＬＬ\"",
            "\"day\"",
            "\"DAY\"",
            "[\"day\", \"day\"]",
            "[\"email\"]",
            "[\"\"]",
            "\"PUSH\"",
            "\"İ\"");

    /** Names of fields. */
    static final List<String> NAMES = List.of(
            "",
            "id",
            "version",
            "__proto__",
            "class",
            "class.classLoader",
            "a.b",
            "x\r\nX-Injected: 1",
            "\0",
            "\uD83D\uDE00",
            LONG,
            "{facts}",
            "name ",
            "NAME",
            "\"quoted\"");

    /** What stands in a path where an id stands. */
    static final List<String> IDS = List.of(
            "0",
            "-1",
            "%00",
            "a%00b",
            "..",
            ".",
            "%2e%2e",
            "%2e%2e%2fetc",
            "a%2fb",
            "%ff%fe",
            "%c0%af",
            "%",
            "%zz",
            "%25",
            "%2500",
            "'%20OR%201=1--",
            "%0d%0aX-Injected:%201",
            "%0aX-Injected:1",
            ";jsessionid=1",
            "a;b=c",
            "null",
            "undefined",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "00000000-0000-0000-0000-00000000000g",
            "1-1-1-1-1",
            "P1%20",
            "%20",
            "P1%09",
            "00000000-0000-7000-8000-000000000000%20",
            "%E2%80%AE",
            LONG,
            "a".repeat(300),
            "{id}",
            "%7Bid%7D",
            "*",
            "a+b",
            "a&b=c",
            "%5Cx",
            "P%31",
            "${x}",
            "guardian:G1");

    /** Values of query parameters, as they are sent. */
    static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "201",
            "200",
            "1e1",
            "99999999999999999999",
            "%EF%BC%99",
            "1.5",
            "true",
            "TRUE",
            "null",
            "%00",
            "a%00b",
            "%0d%0aX-Injected:%201",
            "%",
            "%zz",
            "%ff",
            "2026-02-30",
            "0000-00-00",
            "%2B999999999-01-01",
            "-999999999-01-01",
            "2026-1-1",
            "2026-11-28T00:00:00Z",
            "26-11-28",
            "9999-12-31",
            "1899-12-31",
            "!!!",
            "====",
            "AA==",
            "__8",
            LONG,
            "P1",
            "guardian:",
            ":",
            "guardian:G1",
            "a:b:c",
            "guardian:%00",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "SENT",
            "sent",
            "reminder.absence",
            "REMINDER",
            "..",
            "day",
            "1",
            "x%20y",
            "[]",
            "{}",
            "eA",
            "MjAyNi0xMS0yOA",
            "K".repeat(400));

    /** Whole pairs of queries. */
    static final List<String> QUERIES = List.of(
            "usr=P1",
            "limit=1&limit=2",
            "=",
            "&",
            "a",
            "limit",
            "cursor",
            "limit=",
            "%00=1",
            "x%0d%0aX-Injected:1=2",
            "%ff=%ff",
            "LIMIT=1",
            "limit[]=1",
            "a=b=c",
            ";",
            "_=1",
            "pupil=P1",
            "format=xml",
            "%E2%80%AE=1",
            LONG + "=1",
            "class.module=1");

    static final List<String> METHODS = List.of(
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "FOO", "G\u00e9T");

    static final List<String> TYPES = List.of(
            "text/plain",
            "text/html",
            "application/xml",
            "application/json;charset=utf-16",
            "application/json; charset=nonsense",
            "application/json;;;",
            "application/problem+json",
            "application/*",
            "*/*",
            "json",
            "",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "multipart/form-data; boundary=" + "y".repeat(200),
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=nonsense",
            "APPLICATION/JSON",
            "application/json; a=\"",
            "\u00e9/\u00e9",
            "application/vnd.api+json",
            "application/json, text/plain",
            LONG);

    static final List<String> HEADER_NAMES = List.of(
            "If-Match",
            "If-None-Match",
            "Idempotency-Key",
            "Accept",
            "Accept-Language",
            "Accept-Charset",
            "Accept-Encoding",
            "Range",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "Content-Encoding",
            "Content-Language",
            "Origin",
            "Referer",
            "Cookie",
            "X-HTTP-Method-Override",
            "X-Forwarded-Host",
            "X-Forwarded-For",
            "Forwarded",
            "Expect",
            "Connection",
            "Upgrade",
            "Sec-Fetch-Site",
            "Access-Control-Request-Method",
            "X-Requested-With");

    /** Each character is one byte. */
    static final List<String> HEADER_VALUES = List.of(
            "",
            " ",
            "*",
            "W/\"1\"",
            "\"1\"",
            "\"0\", \"1\"",
            "\"",
            ",",
            ",,,",
            "\"99999999999999999999\"",
            "1",
            LONG,
            "x".repeat(201),
            "a\tb",
            "caf\u00c3\u00a9",
            "\u00ff\u00fe",
            "\u0080",
            "text/html",
            "application/xml",
            "*/*;q=0",
            "a/b;q=x",
            "garbage",
            "application/json;q=9",
            "xx",
            "fr;q=9",
            "fr;q=abc",
            "-----",
            "en-US-x-abcdefghi",
            "fr,".repeat(500),
            "q=",
            "0",
            "-1",
            "bytes=0-",
            "gzip",
            "null",
            "https://evil.example",
            "%0d%0aX-Injected: 1",
            "{facts}",
            "<script>",
            "a=b; a=c;;=",
            "identity;q=0",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "9".repeat(300),
            "100-continue",
            "DELETE",
            "cross-site");

    /** The body with something broken in its text. */
    static byte[] broken(String json, RandomGenerator random) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(12)) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> (json + json).getBytes(StandardCharsets.UTF_8);
            case 3 -> (json + " x").getBytes(StandardCharsets.UTF_8);
            case 4 -> ("[" + json + "]").getBytes(StandardCharsets.UTF_8);
            case 5 -> json.replace("\"", "'").getBytes(StandardCharsets.UTF_8);
            case 6 -> json.replace("}", ",}").getBytes(StandardCharsets.UTF_8);
            case 7 -> ("/* a */" + json).getBytes(StandardCharsets.UTF_8);
            case 8 -> json.getBytes(StandardCharsets.UTF_16);
            case 9 -> ("\"" + "[".repeat(100_000)).substring(1).getBytes(StandardCharsets.UTF_8);
            case 10 ->
                one(List.of("null", "1", "\"a\"", "[]", "true", "NaN", "\uFEFF", "\uFEFF\uFEFF{}", " ", "\0"), random)
                        .getBytes(StandardCharsets.UTF_8);
            default -> spoilt(bytes, random);
        };
    }

    private static String one(List<String> some, RandomGenerator random) {
        return some.get(random.nextInt(some.size()));
    }

    /** Some bytes are others: broken UTF-8, control characters, other brackets. */
    private static byte[] spoilt(byte[] bytes, RandomGenerator random) {
        List<Byte> spoilt = new ArrayList<>();
        for (byte each : bytes) {
            spoilt.add(random.nextInt(10) == 0 ? (byte) random.nextInt(256) : each);
        }
        byte[] copy = new byte[spoilt.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = spoilt.get(i);
        }
        return copy;
    }
}

package dev.cartable.work;

import dev.cartable.work.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Secret bytes as lines that a person can type back in: numbered, in groups of four letters and digits of Crockford's base 32
 * (no I, L, O or U). The last group of each line is a checksum of that line, so that a typing error is found in its line; a
 * checksum of all bytes follows them.
 */
final class PaperKey {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUP = 4;
    private static final int LINE = 5 * GROUP;
    private static final int LINE_CHECK = 2;
    private static final int CHECK_BYTES = 4;
    private static final int VERSION = 1;

    private PaperKey() {}

    static String write(List<byte[]> secrets) {
        int size =
                secrets.stream().mapToInt(secret -> Short.BYTES + secret.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(1 + size + CHECK_BYTES);
        bytes.put((byte) VERSION);
        secrets.forEach(secret -> bytes.putShort((short) secret.length).put(secret));
        bytes.put(Sha256.of(Arrays.copyOf(bytes.array(), 1 + size)), 0, CHECK_BYTES);
        String letters = spell(bytes.array());
        int lines = (letters.length() + LINE - 1) / LINE;
        return IntStream.range(0, lines)
                .mapToObj(i -> line(i + 1, letters.substring(i * LINE, Math.min(letters.length(), (i + 1) * LINE))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(int number, String letters) {
        String grouped = letters.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
        return number + ") " + grouped + "  " + lineCheck(number, letters);
    }

    /** @throws IllegalArgumentException if something was mistyped or is missing; the message names the line and quotes nothing */
    static List<byte[]> read(String text) {
        StringBuilder letters = new StringBuilder();
        int number = 0;
        for (String line : text.lines().toList()) {
            String typed = normal(line.replaceFirst("^\\s*\\d+\\s*\\)", ""));
            if (typed.isEmpty()) {
                continue;
            }
            number++;
            String data = typed.substring(0, Math.max(0, typed.length() - LINE_CHECK));
            if (data.isEmpty()
                    || data.length() > LINE
                    || !lineCheck(number, data).equals(typed.substring(data.length()))) {
                throw new IllegalArgumentException(
                        "line " + number + " has a typing error, or lines are missing or in another order");
            }
            letters.append(data);
        }
        return parse(decode(letters));
    }

    private static List<byte[]> parse(byte[] bytes) {
        IllegalArgumentException incomplete =
                new IllegalArgumentException("lines are missing, or this is not a host key on paper");
        int end = bytes.length - CHECK_BYTES;
        if (end < 1
                || bytes[0] != VERSION
                || !MessageDigest.isEqual(
                        Arrays.copyOf(Sha256.of(Arrays.copyOf(bytes, end)), CHECK_BYTES),
                        Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw incomplete;
        }
        List<byte[]> secrets = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(bytes, 1, end - 1);
        while (left.remaining() >= Short.BYTES) {
            int length = left.getShort();
            if (length < 0 || length > left.remaining()) {
                throw incomplete;
            }
            byte[] secret = new byte[length];
            left.get(secret);
            secrets.add(secret);
        }
        if (secrets.isEmpty()) {
            throw incomplete;
        }
        return secrets;
    }

    /** Capitals without gaps; O is read as 0, I and L as 1. */
    private static String normal(String typed) {
        return typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Pd}]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    private static String lineCheck(int number, String letters) {
        byte[] hash = Sha256.of((number + ")" + letters).getBytes(StandardCharsets.UTF_8));
        return "" + ALPHABET.charAt(hash[0] & 0x1F) + ALPHABET.charAt(hash[1] & 0x1F);
    }

    private static String spell(byte[] bytes) {
        StringBuilder letters = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            bits = bits << 8 | (b & 0xFF);
            held += 8;
            while (held >= 5) {
                held -= 5;
                letters.append(ALPHABET.charAt(bits >> held & 0x1F));
            }
        }
        return held == 0
                ? letters.toString()
                : letters.append(ALPHABET.charAt(bits << (5 - held) & 0x1F)).toString();
    }

    private static byte[] decode(CharSequence letters) {
        ByteBuffer bytes = ByteBuffer.allocate(letters.length() * 5 / 8);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < letters.length(); i++) {
            int value = ALPHABET.indexOf(letters.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("a letter is none of those that a host key on paper has");
            }
            bits = bits << 5 | value;
            held += 5;
            if (held >= 8) {
                held -= 8;
                bytes.put((byte) (bits >> held));
            }
        }
        return bytes.array();
    }
}

package dev.plumb.sdp.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small text work shared by the typed views: fields, bounded numbers, argument checks. */
public final class SdpText {
    private SdpText() {}

    /** Returns the fields between runs of blanks, or none for a blank text. */
    public static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean blank = i == text.length() || isBlank(text.charAt(i));
            if (blank && start >= 0) {
                fields.add(text.substring(start, i));
                start = -1;
            } else if (!blank && start < 0) {
                start = i;
            }
        }
        return fields;
    }

    /** Returns the pieces between separators, empty ones included. */
    public static List<String> split(String text, char separator) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            pieces.add(text.substring(start, end));
            start = end + 1;
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    /** Returns the decimal number from 0 to {@code max}, or -1 if the text is anything else. */
    public static long number(String text, long max) {
        if (text.isEmpty() || text.length() > 19) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (max - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= max ? value : -1;
    }

    /**
     * Returns a decimal number of any length, but {@code max} where it is larger; -1 where the text is not a number.
     */
    public static long atMost(String text, long max) {
        if (!isDigits(text)) {
            return -1;
        }
        int start = 0;
        while (start < text.length() - 1 && text.charAt(start) == '0') {
            start++;
        }
        String digits = text.substring(start);
        long value = number(digits, max);
        return value < 0 ? max : value;
    }

    /** Returns the number as {@link #number(String, long)} does, for an int. */
    public static int number(String text, int max) {
        return (int) number(text, (long) max);
    }

    /** Returns the number, with or without a fraction, or null if the text is anything else. */
    public static @Nullable BigDecimal decimal(String text) {
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        boolean fraction = dot < 0 || isDigits(text.substring(dot + 1));
        return isDigits(whole) && fraction && text.length() <= 20 ? new BigDecimal(text) : null;
    }

    /** Returns whether the text is all decimal digits, however many. */
    public static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns whether the text can stand as one field: not empty, no blank or control character. */
    public static boolean isWord(String text) {
        return !text.isEmpty() && text.chars().noneMatch(c -> isBlank((char) c));
    }

    public static boolean isBlank(char c) {
        return c <= ' ';
    }

    /** Returns whether the text stays within its line. */
    public static boolean isOneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    }

    public static void requireWord(String text, String what) {
        require(isWord(text), what + " must be one word without blanks", text);
    }

    public static void requireOneLine(String text, String what) {
        require(isOneLine(text), what + " must not contain a line end", text);
    }

    public static void requireRange(long value, long min, long max, String what) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + ".." + max + ", not " + value);
        }
    }

    public static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not \"" + value + "\"");
        }
    }
}

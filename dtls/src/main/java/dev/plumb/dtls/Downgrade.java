package dev.plumb.dtls;

import java.util.Arrays;

/**
 * The mark in a server's random by which it tells that it would have spoken a better version, had it been asked.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.1.3 RFC 8446 4.1.3, Server Hello
 */
final class Downgrade {
    private static final int AT = 24;
    private static final byte[] TO_1_2 = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
    private static final byte[] BELOW_1_2 = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 0};

    private Downgrade() {}

    /** Marks a random of a server that speaks 1.3 and answers with 1.2. */
    static void mark(byte[] serverRandom) {
        System.arraycopy(TO_1_2, 0, serverRandom, AT, TO_1_2.length);
    }

    static boolean isMarked(byte[] serverRandom) {
        byte[] end = Arrays.copyOfRange(serverRandom, AT, serverRandom.length);
        return Arrays.equals(end, TO_1_2) || Arrays.equals(end, BELOW_1_2);
    }
}

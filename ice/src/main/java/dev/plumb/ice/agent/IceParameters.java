package dev.plumb.ice.agent;

import java.util.random.RandomGenerator;

/**
 * User name fragment and password of one agent, for one generation.
 *
 * @param usernameFragment 4 to 256 characters of ice-char
 * @param password 22 to 256 characters of ice-char
 * @param iceLite whether the agent only answers
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-5.3 RFC 8445 5.3, Exchanging Candidate Information
 */
public record IceParameters(String usernameFragment, String password, boolean iceLite) {
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public IceParameters {
        check("usernameFragment", usernameFragment, 4);
        check("password", password, 22);
    }

    /** Creates a full agent's parameters. */
    public IceParameters(String usernameFragment, String password) {
        this(usernameFragment, password, false);
    }

    private static void check(String what, String value, int atLeast) {
        if (value.length() < atLeast
                || value.length() > 256
                || !value.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    what + " must have " + atLeast + " to 256 letters, digits, + or /, and is \"" + value + "\"");
        }
    }

    /** Returns random parameters with 48 and 144 bits. */
    public static IceParameters random(RandomGenerator random) {
        return new IceParameters(randomString(random, 8), randomString(random, 24), false);
    }

    private static String randomString(RandomGenerator random, int length) {
        StringBuilder s = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            s.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return s.toString();
    }

    @Override
    public String toString() {
        return "IceParameters[" + usernameFragment + (iceLite ? ", lite]" : "]");
    }
}

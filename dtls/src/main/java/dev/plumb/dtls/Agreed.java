package dev.plumb.dtls;

/**
 * A key agreement seen from the side that answers.
 *
 * @param publicBytes what the other side needs
 * @param secret what both have
 */
record Agreed(byte[] publicBytes, byte[] secret) {
    @Override
    public String toString() {
        return "Agreed[" + publicBytes.length + " bytes]";
    }
}

package dev.plumb.dtls;

/**
 * A key agreement seen from the side that answers.
 *
 * @param publicBytes the public part that the other side needs
 * @param secret the shared secret
 */
record Agreed(byte[] publicBytes, byte[] secret) {
    @Override
    public String toString() {
        return "Agreed[" + publicBytes.length + " bytes]";
    }
}

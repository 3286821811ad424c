package dev.plumb.dtls;

/** Epochs are kept by their lowest two bits, which is what a record of DTLS 1.3 tells of them. */
final class EpochSlots {
    static final int COUNT = 4;

    private EpochSlots() {}

    static int of(long epoch) {
        return (int) (epoch & 3);
    }
}

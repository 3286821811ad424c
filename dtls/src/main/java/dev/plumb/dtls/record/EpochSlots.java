package dev.plumb.dtls.record;

/** Epochs are kept by their lowest two bits, which is what a record of DTLS 1.3 tells of them. */
public final class EpochSlots {
    public static final int COUNT = 4;

    private EpochSlots() {}

    public static int of(long epoch) {
        return (int) (epoch & 3);
    }
}

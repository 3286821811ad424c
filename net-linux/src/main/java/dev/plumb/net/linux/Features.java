package dev.plumb.net.linux;

import java.util.Locale;

/**
 * The extent to which the system's features are used.
 *
 * @param segmentation whether runs of equal-sized datagrams to one address are passed to the kernel as one
 *     (UDP_SEGMENT)
 * @param coalescing whether the kernel may deliver such runs as one (UDP_GRO)
 */
record Features(boolean segmentation, boolean coalescing) {
    /**
     * A system property: {@code off}, {@code mmsg}, {@code gso} or {@code gro}, each of which includes the ones before
     * it. The default is all.
     */
    static final String PROPERTY = "dev.plumb.net.linux";

    static final Features ALL = new Features(true, true);

    /** Returns whether the property lets this module be used at all. */
    static boolean wanted() {
        return !setting().equals("off");
    }

    /** Returns the features that the property allows. */
    static Features fromProperty() {
        return switch (setting()) {
            case "off", "mmsg" -> new Features(false, false);
            case "gso" -> new Features(true, false);
            default -> ALL;
        };
    }

    private static String setting() {
        return System.getProperty(PROPERTY, "gro").toLowerCase(Locale.ROOT);
    }
}

package dev.plumb.signal.jsep;

import dev.plumb.signal.sdp.MediaDescription;
import org.jspecify.annotations.Nullable;

/** A place in the order of media sections, which never changes. */
final class Slot {
    private final String mid;
    private final String media;
    private final @Nullable RTCRtpTransceiver transceiver;
    private @Nullable MediaDescription local;
    private @Nullable MediaDescription remote;

    Slot(String mid, String media, @Nullable RTCRtpTransceiver transceiver) {
        this.mid = mid;
        this.media = media;
        this.transceiver = transceiver;
    }

    String mid() {
        return mid;
    }

    String media() {
        return media;
    }

    boolean isData() {
        return media.equals("application");
    }

    /** The transceiver of an RTP section; null for data, and for what is refused for good. */
    @Nullable
    RTCRtpTransceiver transceiver() {
        return transceiver;
    }

    @Nullable
    MediaDescription local() {
        return local;
    }

    void local(MediaDescription section) {
        local = section;
    }

    @Nullable
    MediaDescription remote() {
        return remote;
    }

    void remote(MediaDescription section) {
        remote = section;
    }

    /** Whether both sides have a section here that neither refuses. */
    boolean isAgreed() {
        return local != null && remote != null && !local.isRejected() && !remote.isRejected();
    }
}

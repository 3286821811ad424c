package dev.plumb.signal.jsep;

import dev.plumb.sdp.MediaDescription;
import java.util.Optional;

/**
 * A place in the order of media sections, which keeps its index for good.
 *
 * @param mid the MID that names the section
 * @param media audio, video, application or whatever the peer wrote
 * @param transceiver the transceiver of an RTP section; empty for data, and for a section that was rejected for good
 * @param local the section in our description
 * @param remote the section in the peer's description
 */
record Section(
        String mid,
        String media,
        Optional<RTCRtpTransceiver> transceiver,
        Optional<MediaDescription> local,
        Optional<MediaDescription> remote) {
    static Section of(String mid, String media, Optional<RTCRtpTransceiver> transceiver) {
        return new Section(mid, media, transceiver, Optional.empty(), Optional.empty());
    }

    boolean isData() {
        return media.equals("application");
    }

    Section withLocal(MediaDescription section) {
        return new Section(mid, media, transceiver, Optional.of(section), remote);
    }

    Section withRemote(MediaDescription section) {
        return new Section(mid, media, transceiver, local, Optional.of(section));
    }

    /** Returns whether our description has the section, and does not reject it. */
    boolean isInLocal() {
        return local.filter(s -> !s.isRejected()).isPresent();
    }

    /** Returns whether the peer's description has the section, and does not reject it. */
    boolean isInRemote() {
        return remote.filter(s -> !s.isRejected()).isPresent();
    }

    /** Returns whether both descriptions have the section, and neither rejects it. */
    boolean isAgreed() {
        return isInLocal() && isInRemote();
    }
}

package alone.sdp;

import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.DirectionAttribute;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import dev.plumb.sdp.attribute.MsidAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SsrcAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Explains a session description in sentences: who sends what with which codecs, ids, candidates and fingerprints. */
public final class Explain {
    private final SessionDescription description;

    private Explain(SessionDescription description) {
        this.description = description;
    }

    private void section(MediaDescription section) {
        System.out.println((section.mid().isEmpty() ? "A section" : "Section " + section.mid()) + " is "
                + section.media() + " over " + section.proto() + ".");
        if (section.isRejected()) {
            System.out.println("  It is refused.");
            return;
        }
        if (section.sctpPort().isPresent()) {
            System.out.println(
                    "  Data channels, on SCTP port " + section.sctpPort().getAsInt() + ".");
        } else {
            DirectionAttribute direction = description.directionOf(section);
            System.out.println("  The writer " + (direction.send() ? "sends" : "sends nothing") + " and "
                    + (direction.recv() ? "receives." : "receives nothing."));
            System.out.println("  Codecs, best first: " + codecs(section) + ".");
        }
        for (MsidAttribute msid : section.all(MsidAttribute.TYPE)) {
            System.out.println("  The track " + msid.appData() + " belongs to the stream " + msid.streamId() + ".");
        }
        section.all(SsrcAttribute.TYPE).stream()
                .map(SsrcAttribute::ssrc)
                .distinct()
                .forEach(ssrc -> System.out.println("  It sends with the SSRC " + ssrc + "."));
        for (IceUfragAttribute ufrag : description.allInherited(section, IceUfragAttribute.TYPE)) {
            System.out.println("  ICE knows it by the fragment " + ufrag.ufrag() + ".");
        }
        for (CandidateAttribute c : section.all(CandidateAttribute.TYPE)) {
            System.out.println("  It may be reached at " + c.address() + ", port " + c.port() + " (" + c.type() + ").");
        }
        for (FingerprintAttribute f : description.allInherited(section, FingerprintAttribute.TYPE)) {
            System.out.println("  Its certificate has the " + f.algorithm() + " fingerprint " + f.hash() + ".");
        }
        for (SetupAttribute setup : description.allInherited(section, SetupAttribute.TYPE)) {
            System.out.println("  In DTLS its role is " + setup.write() + ".");
        }
    }

    private static String codecs(MediaDescription section) {
        return section.payloadTypes().stream()
                .map(section::rtpmap)
                .filter(map -> map != null)
                .map((RtpmapAttribute map) -> map.encodingName() + " as " + map.payloadType())
                .collect(Collectors.joining(", "));
    }

    public static void main(String[] args) throws Exception {
        SessionDescription description = SessionDescription.parse(Files.readString(Path.of(args[0])));
        String bundle = description.bundle().isEmpty() ? "none" : String.join(", ", description.bundle());
        System.out.println("Sections that share one transport: " + bundle + ".");
        description.media().forEach(new Explain(description)::section);
        description.malformedLines().forEach(line -> System.out.println("Not understood: " + line));
        System.out.println(
                description.write().equals(Files.readString(Path.of(args[0]))) ? "Nothing is lost." : "Lost!");
    }
}

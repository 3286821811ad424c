package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCExtension;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.ExtensionAttribute;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The extensions that one side requires the other to understand, as lines of descriptions. Used on the loop. */
final class Understanding {
    private final Agent agent;
    private final Set<String> required = new LinkedHashSet<>();

    Understanding(Agent agent) {
        this.agent = agent;
    }

    void require(String name) {
        required.add(RTCExtension.required(name).name());
    }

    /** Returns the extension lines of our descriptions: the required extensions, and the others that are known. */
    List<ExtensionAttribute> lines() {
        Stream<ExtensionAttribute> known = agent.understood().stream()
                .filter(name -> !required.contains(name))
                .sorted()
                .map(name -> new ExtensionAttribute(name, false));
        return Stream.concat(required.stream().map(name -> new ExtensionAttribute(name, true)), known)
                .toList();
    }

    /**
     * Refuses a description that requires an unknown extension, or does not name an extension required of it.
     *
     * @throws RTCException NotSupportedError
     */
    void check(SessionDescription theirs) {
        Set<String> wanted = theirs.all(ExtensionAttribute.REQUIRED).stream()
                .map(ExtensionAttribute::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : wanted) {
            if (!required.contains(name) && !agent.understands(name) && !isHeaderExtension(name)) {
                throw new RTCException(
                        RTCException.Name.NOT_SUPPORTED, "the peer requires " + name + ", which is not known here");
            }
        }
        Set<String> known = theirs.all(ExtensionAttribute.UNDERSTOOD).stream()
                .map(ExtensionAttribute::name)
                .collect(Collectors.toSet());
        for (String name : required) {
            if (!known.contains(name) && !wanted.contains(name)) {
                throw new RTCException(
                        RTCException.Name.NOT_SUPPORTED, "the peer does not say that it understands " + name);
            }
        }
    }

    private boolean isHeaderExtension(String name) {
        return Stream.of(MediaKind.values())
                .flatMap(kind -> agent.getReceiverCapabilities(kind).headerExtensions().stream())
                .anyMatch(e -> e.uri().equals(name));
    }
}

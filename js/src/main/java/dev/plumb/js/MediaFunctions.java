package dev.plumb.js;

import dev.plumb.objects.Agent;
import java.util.HashMap;
import java.util.Map;

/** What the media's part of the prelude needs from Java beside the objects' own methods. */
@SuppressWarnings("UnusedVariable") // until media is here
final class MediaFunctions {
    private final Agent agent;
    private final ScriptCalls calls;
    private final Marshal marshal;
    private final Bridge bridge;

    MediaFunctions(Agent agent, ScriptCalls calls, Marshal marshal, Bridge bridge) {
        this.agent = agent;
        this.calls = calls;
        this.marshal = marshal;
        this.bridge = bridge;
    }

    Map<String, Object> functions() {
        return new HashMap<>();
    }
}

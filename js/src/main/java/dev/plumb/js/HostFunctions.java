package dev.plumb.js;

import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** What the host's part of the prelude needs from Java: {@code $.native.host} in it. */
@SuppressWarnings("UnusedVariable") // until the host is here
final class HostFunctions {
    private final ScriptCalls calls;
    private final Marshal marshal;
    private final Bridge bridge;
    private final ScriptOptions options;

    HostFunctions(ScriptCalls calls, Marshal marshal, Bridge bridge, ScriptOptions options) {
        this.calls = calls;
        this.marshal = marshal;
        this.bridge = bridge;
        this.options = options;
    }

    Map<String, ProxyExecutable> functions() {
        return new HashMap<>();
    }
}

# Sourced by ./mvnw and ./plumb: sets and exports JAVA_HOME to a JDK 25, or says what to install and exits 1.
# JAVA_HOME wins where it is a 25; then the folders where JDKs are usually installed. `java` on the PATH may be older.

plumb_is_jdk25() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

plumb_find_jdk25() {
  if plumb_is_jdk25 "${JAVA_HOME-}"; then
    return 0
  fi
  case $- in *f*) plumb_noglob=1 ;; *) plumb_noglob=0 ;; esac
  set +f
  for plumb_candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.jenv/versions/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/*; do
    if plumb_is_jdk25 "$plumb_candidate"; then
      JAVA_HOME=$plumb_candidate
      [ "$plumb_noglob" = 0 ] || set -f
      return 0
    fi
  done
  [ "$plumb_noglob" = 0 ] || set -f
  return 1
}

if ! plumb_find_jdk25; then
  echo "plumb: no JDK 25 found: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
  exit 1
fi
export JAVA_HOME

# Finds a JDK 25; for `loupe` and `.ci/run`, which source it.

# The version of a JDK, from its release file; empty where there is no JDK.
version_of() {
  [[ -x $1/bin/java && -x $1/bin/javac && -f $1/release ]] || return 0
  local line
  while read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"(.*)\" ]]; then
      echo "${BASH_REMATCH[1]}"
      return
    fi
  done <"$1/release"
}

# The Java homes of this machine, in the order in which they are taken.
java_homes() {
  local on_path place
  [[ -z ${LOUPE_JAVA_HOME:-} ]] || echo "$LOUPE_JAVA_HOME"
  [[ -z ${JAVA_HOME:-} ]] || echo "$JAVA_HOME"
  if on_path=$(command -v java); then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    echo "${on_path%/bin/java}"
  fi
  for place in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /opt/*jdk*; do
    [[ ! -x $place/bin/java ]] || echo "$place"
  done
}

# Sets java_home and java_version to the first 25.0.3 or later, else to the first 25.
# Without any it says so, with what was found, and returns 2.
find_jdk() {
  java_home='' java_version=''
  local found='' place version
  while read -r place; do
    version=$(version_of "$place")
    [[ -n $version ]] || continue
    found+="    $version in $place"$'\n'
    [[ $version =~ ^25(\.|$) ]] || continue
    if [[ -z $java_home ]]; then
      java_home=$place java_version=$version
    fi
    if [[ $version =~ ^25\.([0-9]+)\.([0-9]+) ]] &&
      ((BASH_REMATCH[1] > 0 || BASH_REMATCH[2] >= 3)); then
      java_home=$place java_version=$version
      return 0
    fi
  done < <(java_homes | awk '!seen[$0]++')
  if [[ -n $java_home ]]; then
    echo "loupe: using JDK $java_version; 25.0.3 or later is better" >&2
    return 0
  fi
  cat >&2 <<END
loupe: there is no JDK 25 here
  expected: a JDK 25 (25.0.3 or later) in LOUPE_JAVA_HOME, JAVA_HOME, on the PATH, or in a usual place
  got: ${found:+$'\n'}${found:-no JDK
}  fix: get one from https://adoptium.net/temurin/releases/?version=25, or set LOUPE_JAVA_HOME to yours
END
  return 2
}

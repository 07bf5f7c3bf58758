package dev.loupe.formats;

import dev.loupe.graph.Source.Variable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Leaves out what wrappers of networks put in front of all names: `module.` comes from PyTorch's
/// data parallel training, `_orig_mod.` from its compiler, `model.` from training libraries.
final class Prefixes {
  private static final List<String> KNOWN =
      List.of("module.", "_orig_mod.", "model.", "net.", "network.", "backbone.");
  private static final int MOST = 3;

  private Prefixes() {}

  /// The file with those names of it by which most variables are found.
  static WeightFile fitted(WeightFile file, Collection<Variable> variables) {
    Map<String, String> names = new LinkedHashMap<>();
    file.names().forEach(name -> names.put(name, name));
    Map<String, String> best = names;
    Map<String, String> shorter = names;
    for (int i = 0; i < MOST; i++) {
      shorter = shorter(shorter);
      if (found(shorter, variables) > found(best, variables)) {
        best = shorter;
      }
    }
    return best.equals(names) ? file : new Renamed(file, best);
  }

  /// Without the known prefix that most of the names have, where most have one.
  private static Map<String, String> shorter(Map<String, String> names) {
    for (String prefix : KNOWN) {
      long with = names.keySet().stream().filter(n -> n.startsWith(prefix)).count();
      Map<String, String> next = without(prefix, names);
      if (2 * with > names.size() && next.size() == names.size()) {
        return next;
      }
    }
    return names;
  }

  private static Map<String, String> without(String prefix, Map<String, String> names) {
    Map<String, String> shorter = new LinkedHashMap<>();
    names.forEach(
        (name, own) ->
            shorter.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, own));
    return shorter;
  }

  private static long found(Map<String, String> names, Collection<Variable> variables) {
    return variables.stream().filter(v -> names.containsKey(v.path())).count();
  }

  /// A file by other names.
  ///
  /// @param under the file itself
  /// @param own the file's name of each name
  private record Renamed(WeightFile under, Map<String, String> own) implements WeightFile {
    @Override
    public Path file() {
      return under.file();
    }

    @Override
    public Set<String> names() {
      return Collections.unmodifiableSet(own.keySet());
    }

    @Override
    public List<Integer> sizes(String name) {
      return under.sizes(own.getOrDefault(name, name));
    }

    @Override
    public float[] values(String name) {
      return under.values(own.getOrDefault(name, name));
    }
  }
}

package dev.loupe.train.report;

import dev.loupe.formats.SafetensorsWriter;
import dev.loupe.formats.SafetensorsWriter.Part;
import dev.loupe.formats.WeightSource;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `filters.safetensors`: the filters of the first layer before a training and after some of its
/// epochs. Its bytes depend on the weights alone.
public final class FilterLog {
  /// The file in a run folder.
  public static final String FILE = "filters.safetensors";

  private static final int MOST_VALUES = 40_000;
  private static final int MOST_TIMES = 24;

  private final Optional<Variable> filters;
  private final int every;
  private final int last;
  private final SortedMap<Integer, Parameters> kept = new TreeMap<>();

  /// A log without entries.
  ///
  /// @param model the variables of a network
  /// @param epochs how many the training has: about 24 of them are kept
  public FilterLog(List<Variable> model, int epochs) {
    this.filters =
        model.stream()
            .filter(v -> v.role().trainable() && v.shape().rank() >= 3)
            .findFirst()
            .filter(v -> v.shape().elements() <= MOST_VALUES);
    this.every = Math.max(1, (epochs + MOST_TIMES - 1) / MOST_TIMES);
    this.last = epochs;
  }

  /// The variable that is kept; empty where the network begins with none or too many filters.
  public Optional<Variable> filters() {
    return filters;
  }

  /// Whether an epoch's filters are kept.
  private boolean wants(int epoch) {
    return filters.isPresent() && (epoch % every == 0 || epoch == last);
  }

  /// Keeps the filters after an epoch, 0 for those at the beginning.
  public void keep(int epoch, Parameters now, Path folder) {
    if (!wants(epoch)) {
      return;
    }
    Variable v = filters.orElseThrow();
    kept.put(epoch, one(named(v, epoch), ParameterSource.copyOf(now), v.path()));
    List<Part> parts = new ArrayList<>();
    kept.forEach((e, p) -> parts.add(new Part("", p, List.copyOf(p.variables()))));
    SafetensorsWriter.write(folder.resolve(FILE), parts, Map.of());
  }

  /// Takes up what an interrupted training has kept.
  ///
  /// @param epochs how many were done
  public void goOn(Path folder, int epochs) {
    Path file = folder.resolve(FILE);
    if (filters.isEmpty() || !Files.exists(file)) {
      return;
    }
    WeightSource source = WeightSource.open(file);
    for (int e = 0; e <= epochs; e++) {
      Variable v = named(filters.orElseThrow(), e);
      if (wants(e) && source.has(v)) {
        kept.put(e, one(v, source, v.path()));
      }
    }
  }

  /// What was kept, by the number of epochs done.
  public SortedMap<Integer, Tensor> entries() {
    SortedMap<Integer, Tensor> entries = new TreeMap<>();
    kept.forEach((e, p) -> entries.put(e, p.tensor(named(filters.orElseThrow(), e).path())));
    return entries;
  }

  private static Parameters one(Variable v, ParameterSource source, String path) {
    Parameters one = new Parameters();
    Variable asked = new Variable(path, v.shape(), v.role(), v.layout(), v.initial());
    one.add(List.of(v), (variable, into) -> source.load(asked, into));
    return one;
  }

  private static Variable named(Variable v, int epoch) {
    String path = "epoch%d.%s".formatted(epoch, v.path());
    return new Variable(path, v.shape(), v.role(), v.layout(), v.initial());
  }
}

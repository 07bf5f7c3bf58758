package dev.loupe.graph;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables of a network, in one slab: what is learned, running statistics, and, while a
/// network is trained, the optimiser's memory in a slab of its own.
///
/// Several programs may share one object: training and evaluation see the same values.
public final class Parameters {
  private final Map<String, Source.Variable> variables = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private long version;

  /// Holds no variables yet.
  public Parameters() {}

  /// The variables of a graph, filled from a source.
  public static Parameters of(Graph graph, ParameterSource source) {
    Parameters p = new Parameters();
    p.add(graph.variables(), source);
    return p;
  }

  /// Adds those variables that are not here yet, in a slab of their own.
  ///
  /// @throws LoupeException if a variable is here already with another shape
  public void add(List<Source.Variable> more, ParameterSource source) {
    List<Source.Variable> fresh = new ArrayList<>();
    for (Source.Variable v : more) {
      Source.Variable known = variables.get(v.path());
      if (known == null) {
        fresh.add(v);
      } else if (!known.shape().equals(v.shape())) {
        throw LoupeException.of("the parameter '" + v.path() + "' has another shape")
            .expected(v.shape().toString())
            .got(known.shape().toString());
      }
    }
    MemoryPlan.Builder plan = new MemoryPlan.Builder();
    fresh.forEach(v -> plan.pinned(v.shape().length()));
    MemoryPlan memory = plan.build();
    float[][] slabs = memory.allocate();
    for (int i = 0; i < fresh.size(); i++) {
      Source.Variable v = fresh.get(i);
      MemoryPlan.Place place = memory.place(i);
      Tensor t = new Tensor(v.shape(), slabs[place.slab()], place.offset());
      source.load(v, t);
      variables.put(v.path(), v);
      tensors.put(v.path(), t);
    }
    touch();
  }

  /// The values of a variable, to read or to change; call [#touch] after changing them.
  ///
  /// @throws IllegalArgumentException if there is no such variable
  public Tensor tensor(String path) {
    Tensor t = tensors.get(path);
    if (t == null) {
      throw new IllegalArgumentException("there is no parameter '" + path + "'");
    }
    return t;
  }

  /// All variables, in the order in which layers asked for them.
  public Collection<Source.Variable> variables() {
    return Collections.unmodifiableCollection(variables.values());
  }

  /// The variables that make up the model: all but the optimiser's memory.
  public List<Source.Variable> model() {
    return variables.values().stream().filter(v -> v.role() != Source.Role.OPTIMISER).toList();
  }

  /// Fills the model's variables again from a source.
  public void load(ParameterSource source) {
    model().forEach(v -> source.load(v, tensor(v.path())));
    touch();
  }

  /// Notes that values were changed, so that programs prepare their weights anew.
  public void touch() {
    version++;
  }

  /// Grows with every change.
  public long version() {
    return version;
  }
}

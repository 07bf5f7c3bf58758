package dev.loupe.formats;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Nearest;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Gives variables the values of a file with weights, by their paths, from PyTorch's layouts.
///
/// Tensors that no variable asks for are left alone; optimisers' memory starts as it does anew.
public final class WeightSource implements ParameterSource {
  private static final int LISTED = 10;

  private final WeightFile file;

  private WeightSource(WeightFile file) {
    this.file = file;
  }

  /// The values of a safetensors file that Loupe wrote.
  ///
  /// @throws LoupeException if the file is broken
  public static WeightSource open(Path file) {
    return new WeightSource(Safetensors.open(file));
  }

  /// The values of a file that was written for a network like this one, by whatever program.
  ///
  /// @throws LoupeException if the file has to fit the network as a whole, and does not
  public static WeightSource of(WeightFile file, Graph network) {
    return new WeightSource(file.fitted(network));
  }

  /// The variables of a graph with the file's values, after [#check].
  ///
  /// @throws LoupeException if the file does not have them all
  public Parameters parameters(Graph graph) {
    check(graph.variables());
    return Parameters.of(graph, this);
  }

  /// Whether the file has a variable, in its shape.
  public boolean has(Variable v) {
    return v.role() != Role.OPTIMISER
        && file.names().contains(v.path())
        && file.sizes(v.path()).equals(list(FileLayout.file(v.layout(), v.shape())));
  }

  /// Sees that the file has all variables, in their shapes.
  ///
  /// @throws LoupeException with all names that are missing or have another shape
  public void check(Collection<Variable> variables) {
    List<String> faults = new ArrayList<>();
    List<Variable> wanted = variables.stream().filter(v -> v.role() != Role.OPTIMISER).toList();
    for (Variable v : wanted) {
      Shape expected = FileLayout.file(v.layout(), v.shape());
      if (!file.names().contains(v.path())) {
        String near = Nearest.of(v.path(), file.names()).map(n -> ", but '" + n + "'").orElse("");
        faults.add("no '" + v.path() + "' (" + expected + ")" + near);
      } else if (!file.sizes(v.path()).equals(list(expected))) {
        faults.add("'" + v.path() + "' as " + text(file.sizes(v.path())) + ", not " + expected);
      }
    }
    if (!faults.isEmpty()) {
      int rest = faults.size() - LISTED;
      String more = rest > 0 ? "\n    and " + rest + " more" : "";
      throw LoupeException.of("the file does not hold the weights of this network")
          .expected(wanted.size() + " tensors with the network's names and shapes")
          .got(faults.stream().limit(LISTED).collect(Collectors.joining("\n    ", "\n    ", more)))
          .fix("take the network that the file was written for")
          .at(file.file().toString());
    }
  }

  @Override
  public void load(Variable variable, Tensor into) {
    if (variable.role() == Role.OPTIMISER) {
      variable.initial().fill(Seed.of(0), into);
      return;
    }
    check(List.of(variable));
    FileLayout.read(variable.layout(), file.values(variable.path()), into);
  }

  private static List<Integer> list(Shape shape) {
    return Arrays.stream(shape.sizes()).boxed().toList();
  }

  private static String text(List<Integer> sizes) {
    return sizes.isEmpty()
        ? "scalar"
        : sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}

package dev.loupe.train;

import dev.loupe.formats.WeightSource;
import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Weights to begin a training with, from another training: those of the same name and shape. What
/// the other has not, such as a head for other classes, is random.
///
/// ```java
/// Transfer transfer = Transfer.from(folder, network);
/// Trainer.of(network).start(transfer.over(ParameterSource.random(Seed.of(1))));
/// ```
public final class Transfer {
  private final WeightSource source;
  private final List<Variable> taken;
  private final List<Variable> fresh;

  private Transfer(WeightSource source, List<Variable> taken, List<Variable> fresh) {
    this.source = source;
    this.taken = taken;
    this.fresh = fresh;
  }

  /// The weights of a run folder, or of a file that [Weights] reads, for a network.
  ///
  /// @throws LoupeException if there are none, or none of them fits
  public static Transfer from(Path place, Network network) {
    Path file = Files.isDirectory(place) ? place.resolve(RunFolder.WEIGHTS) : place;
    Graph graph = network.inference(1);
    WeightSource source = WeightSource.of(Weights.open(file), graph);
    List<Variable> all = graph.variables();
    List<Variable> taken = all.stream().filter(source::has).toList();
    List<Variable> fresh = all.stream().filter(v -> !source.has(v)).toList();
    if (taken.isEmpty()) {
      throw LoupeException.of(file + ": no weights to begin with")
          .expected("a tensor such as '" + all.get(0).path() + "' of " + all.get(0).shape())
          .got("none that has the name and shape of one of the network's")
          .fix("train the model that the weights belong to, with --model");
    }
    return new Transfer(source, taken, fresh);
  }

  /// How many variables are taken over.
  public int taken() {
    return taken.size();
  }

  /// The paths of those that begin anew.
  public List<String> fresh() {
    return fresh.stream().map(Variable::path).toList();
  }

  /// The weights, and those of another source where there are none.
  public ParameterSource over(ParameterSource other) {
    return (variable, into) -> (source.has(variable) ? source : other).load(variable, into);
  }
}

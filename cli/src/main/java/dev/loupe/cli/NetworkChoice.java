package dev.loupe.cli;

import dev.loupe.formats.WeightFile;
import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.models.ModelCard;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.train.Model;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.Preprocessing;
import dev.loupe.train.Run;
import dev.loupe.train.Task;
import dev.loupe.train.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A network that is named on the command line: the folder of a run, or a model of the registry,
/// with weights from a file or random ones.
final class NetworkChoice {
  private NetworkChoice() {}

  /// Opens it.
  ///
  /// @param name of a model, or a folder
  /// @param weights instead of those of the folder, or of random ones
  /// @param input what it sees, where that is not the usual: spatial..., channels
  /// @param seed what random weights come from
  /// @throws LoupeException if there is no such network, or the weights don't fit
  static Model open(String name, @Nullable Path weights, @Nullable Shape input, long seed) {
    Path folder = Path.of(name);
    if (!Models.names().contains(name) && Files.isDirectory(folder)) {
      Model trained = Run.open(folder);
      Shape own = input == null ? trained.network().input() : input;
      if (weights == null && own.equals(trained.network().input())) {
        return trained;
      }
      Network network = new Network(own, trained.network().layer());
      Path file = weights == null ? folder.resolve("model.safetensors") : weights;
      return of(trained.info().name(), network, Weights.load(file, network), trained.classes());
    }
    ModelCard card = Models.get(name);
    Shape own = input == null ? card.input() : input;
    if (weights == null) {
      Network network = card.network(own, card.classes());
      Graph graph = network.inference(1);
      ParameterSource random = ParameterSource.random(Seed.of(seed).child("weights"));
      return of(card.name(), network, Parameters.of(graph, random), indices(card.classes()));
    }
    WeightFile file = Weights.open(weights);
    int classes = Weights.classes(file, card.network()).orElse(card.classes());
    Network network = card.network(own, classes);
    return of(card.name(), network, Weights.load(file, network), indices(classes));
  }

  /// What a network answers, by what it gives: a value for each class, or for each at each place.
  static Task task(Network network) {
    Graph graph = network.inference(1);
    int rank = graph.node(graph.outputs().getOrDefault(Network.LOGITS, 0)).shape().rank();
    return rank == 2 ? new Task.Classification() : new Task.Segmentation();
  }

  private static Model of(
      String name, Network network, Parameters parameters, List<String> classes) {
    ModelInfo info =
        new ModelInfo(
            name,
            task(network),
            classes,
            Preprocessing.none(network.input()),
            Optional.empty(),
            Optional.empty());
    return Model.of(network, parameters, info);
  }

  private static List<String> indices(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }
}

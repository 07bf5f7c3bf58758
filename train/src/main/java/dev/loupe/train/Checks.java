package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.data.Target;
import dev.loupe.graph.Graph;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What must hold between a network and data before anything is computed.
final class Checks {
  private Checks() {}

  /// The network gives what the task wants: one value for each class, and place where it is a map.
  static void outputs(Network network, Task task, List<String> classes) {
    Graph graph = network.inference(1);
    Shape logits = graph.node(graph.outputs().getOrDefault(Network.LOGITS, 0)).shape();
    Shape wanted = task.output(network.input(), classes.size());
    if (!(task instanceof Task.Classification) && !logits.equals(wanted.prepend(1))) {
      throw LoupeException.of("the network does not give what the task wants")
          .expected(wanted + " values for a sample of " + network.input())
          .got(logits.range(1, logits.rank()) + " values")
          .fix(
              task instanceof Task.Segmentation
                  ? "keep the spatial sizes, and end with a convolution of %d channels"
                      .formatted(classes.size())
                  : "end the network with a dense layer of %d outputs".formatted(classes.size()));
    }
    if (!logits.equals(wanted.prepend(1))) {
      throw LoupeException.of("the network does not give one value for each class")
          .expected(classes.size() + " values for a sample, one for each class")
          .got(logits.range(1, logits.rank()) + " values")
          .fix("end the network with a dense layer of " + classes.size() + " outputs");
    }
  }

  /// The dataset has samples of the shape, and just these classes.
  static void dataset(Dataset dataset, Shape input, Task task, List<String> classes) {
    String name = dataset.card().name();
    if (dataset.target() != task.target()) {
      throw LoupeException.of("the data has something else to learn than the task wants")
          .expected(task.target().toString())
          .got(dataset.target().toString())
          .fix("choose the task by the data, as Task.of does")
          .at(name);
    }
    if (!dataset.shape().equals(input)) {
      throw LoupeException.of("the samples don't fit the network")
          .expected("samples of " + input)
          .got("samples of " + dataset.shape())
          .at(name);
    }
    boolean unnamed = classes.size() == dataset.classes().size() && unnamed(classes);
    if (!dataset.classes().equals(classes) && !unnamed) {
      throw LoupeException.of("the data has other classes than the model")
          .expected(some(classes))
          .got(some(dataset.classes()))
          .at(name);
    }
    for (int i = 0; i < dataset.size() && task.target() == Target.CLASS; i++) {
      int label = dataset.label(i);
      if (label < 0 || label >= classes.size()) {
        throw LoupeException.of("sample " + i + " has a class that does not exist")
            .expected("0 to " + (classes.size() - 1) + ", for " + classes.size() + " classes")
            .got(String.valueOf(label))
            .at(name);
      }
    }
  }

  /// Whether classes are called by their indices: nobody has told their names.
  private static boolean unnamed(List<String> classes) {
    return IntStream.range(0, classes.size())
        .allMatch(i -> classes.get(i).equals(String.valueOf(i)));
  }

  /// The loss takes what is to be learned, such as class indices.
  static void target(Graph graph, int batch, Task task, Shape input, int names) {
    Shape target = graph.input(Network.TARGET).shape();
    Shape wanted = task.target().shape(input, names).prepend(batch);
    if (!(task instanceof Task.Classification) && !target.equals(wanted)) {
      throw LoupeException.of("the loss does not take what is to be learned")
          .expected("targets of " + wanted)
          .got("targets of " + target)
          .fix("train with the usual loss of the task, " + task.loss());
    }
    if (!target.equals(wanted)) {
      throw LoupeException.of("the loss does not take class indices")
          .expected("targets of " + batch + ", one class index for each sample")
          .got("targets of " + target)
          .fix("train with the cross-entropy loss");
    }
  }

  /// Samples are mixed, and classes balanced, only where there are classes.
  static void onlyClasses(Trainer trainer) {
    Checks.views(trainer.task, trainer.views);
    if (!(trainer.task instanceof Task.Classification)
        && (trainer.mixing.any() || trainer.balanced)) {
      throw LoupeException.of("samples are mixed, and classes balanced, only for classification")
          .expected("the task " + new Task.Classification())
          .got(trainer.task.toString())
          .fix("leave out mixup, cutmix and balanced sampling");
    }
  }

  /// Maps are not judged in several views: they would have to be moved back.
  static void views(Task task, Views views) {
    if (task instanceof Task.Segmentation && !views.equals(Views.NONE)) {
      throw LoupeException.of("maps can't be judged in several views")
          .expected(Views.NONE.toString())
          .got(views.toString());
    }
  }

  /// Every frozen path is one of a layer; not of a node of an ONNX file, whose parameters have
  /// names of their own.
  static void frozen(Network network, List<String> paths) {
    Graph graph = network.inference(1);
    Set<String> layers = new LinkedHashSet<>(graph.layers().keySet());
    layers.removeIf(
        path ->
            graph.nodes().stream()
                .noneMatch(n -> n.path().equals(path) || n.path().startsWith(path + ".")));
    for (String path : paths) {
      if (!layers.contains(path)) {
        throw LoupeException.unknown("layer to freeze", path, layers);
      }
    }
  }

  private static String some(List<String> classes) {
    int shown = 10;
    String text = String.join(", ", classes.subList(0, Math.min(shown, classes.size())));
    return classes.size() + ": " + text + (classes.size() > shown ? ", ..." : "");
  }
}

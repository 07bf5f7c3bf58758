package dev.loupe.train.report;

import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.data.Subset;
import dev.loupe.data.image.Image;
import dev.loupe.explain.filter.FilterPictures;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.Frames;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.page.Overlay;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.EpochResult;
import dev.loupe.train.Evaluation;
import dev.loupe.train.MemoryNeed;
import dev.loupe.train.Model;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.Task;
import dev.loupe.train.metrics.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// `report.html`: how a training went, for people.
///
/// The page says how long the training took and when it ended; but for that, the same training
/// gives the same page.
///
/// @param splits what was learned from and judged by
/// @param need the memory of the training
/// @param filters of the first layer over the epochs
public record TrainingPage(Splits splits, MemoryNeed need, FilterLog filters) {
  /// The file in a run folder.
  public static final String FILE = "report.html";

  /// So many samples are answered once more for calibration and mistakes: enough to see them, and
  /// little beside a training.
  private static final int MOST_SAMPLES = 1000;

  private static final int MOST_FILTERS = 64;
  private static final int FILTER_LENGTH = 56;

  /// Writes the page of a training that goes on: without looking at samples.
  ///
  /// @param evaluation of the last epoch, on the data that judges
  public void write(
      Path folder, Model model, List<EpochResult> history, Optional<Evaluation> evaluation) {
    page(model, history, "Answers so far", evaluation, List.of()).write(folder.resolve(FILE));
  }

  /// Writes the page of a training that has ended.
  ///
  /// @param answers what the model says about a dataset, where it tells classes apart
  public void write(
      Path folder, Model model, List<EpochResult> history, Function<Dataset, Predictions> answers) {
    Dataset judged = splits.test();
    int shown = Math.min(MOST_SAMPLES, judged.size());
    Dataset some =
        shown == judged.size() ? judged : Subset.of(judged, IntStream.range(0, shown).toArray());
    List<Content> samples = new ArrayList<>();
    if (model.info().task() instanceof Task.Classification) {
      samples.add(Content.note("Of the first %,d samples.".formatted(shown)));
      samples.addAll(SampleParts.classes(model, some, answers.apply(some)));
    } else {
      samples.addAll(SampleParts.of(model, some));
    }
    page(model, history, "Answers", model.info().evaluation(), samples).write(folder.resolve(FILE));
  }

  private HtmlPage page(
      Model model,
      List<EpochResult> history,
      String answers,
      Optional<Evaluation> evaluation,
      List<Content> samples) {
    ModelInfo info = model.info();
    String data = splits.train().card().name();
    HtmlPage page = HtmlPage.of(info.name() + " on " + data);
    page.introduction(
        "What a network learned in %d %s from %,d samples of %s, and how well it answers."
            .formatted(
                history.size(),
                history.size() == 1 ? "epoch" : "epochs",
                splits.train().size(),
                data));
    if (!history.isEmpty()) {
      page.section("Curves", CurveCharts.of(info, history));
    }
    evaluation.ifPresent(e -> page.section(answers, AnswerParts.of(e)));
    if (!samples.isEmpty()) {
      page.section("Samples", samples);
    }
    List<Content> frames = overEpochs();
    if (!frames.isEmpty()) {
      page.section("Filters of the first layer", frames);
    }
    page.section(
        "Data",
        NetworkParts.data(
            info,
            splits.train().card(),
            splits.test().card(),
            splits.train().size(),
            splits.test().size()));
    page.section("Network", NetworkParts.layers(model.network()));
    page.section("Memory", NetworkParts.memory(need));
    info.provenance().ifPresent(p -> page.section("How it was made", NetworkParts.provenance(p)));
    return page;
  }

  /// The filters of the first layer after some of the epochs, with a slider.
  private List<Content> overEpochs() {
    Map<Integer, Tensor> entries = filters.entries();
    if (entries.isEmpty()) {
      return List.of();
    }
    double range = entries.values().stream().mapToDouble(Overlay::most).max().orElse(1);
    List<String> names = new ArrayList<>();
    List<Content> frames = new ArrayList<>();
    entries.forEach(
        (epoch, weights) -> {
          String when = epoch == 0 ? "at the beginning" : "after epoch " + epoch;
          Image sheet = FilterPictures.sheet(weights, range, MOST_FILTERS, FILTER_LENGTH);
          names.add(when);
          int all = weights.shape().channels();
          String caption =
              all > MOST_FILTERS ? "The first %d of %d.".formatted(MOST_FILTERS, all) : "";
          frames.add(new Figure(sheet, "the filters " + when, caption, sheet.width()));
        });
    String path = filters.filters().orElseThrow().path();
    return List.of(
        Content.text("The filters of %s; all have one scale, grey is 0.".formatted(path)),
        Frames.slider("epoch", names, frames, frames.size() - 1));
  }
}

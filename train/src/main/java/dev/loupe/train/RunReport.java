package dev.loupe.train;

import dev.loupe.data.Splits;
import dev.loupe.graph.Parameters;
import dev.loupe.train.report.FilterLog;
import dev.loupe.train.report.TrainingPage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `report.html` of a training that goes on: kept up after each epoch, and whole at its end.
///
/// Nothing is done in a step. Only the page of the end looks at samples of the test data.
final class RunReport {
  private final @Nullable Path folder;
  private final Parameters judged;
  private final Evaluator evaluator;
  private final TrainingListener listener;
  private final FilterLog filters;
  private final TrainingPage page;
  private @Nullable Evaluation latest;

  /// A report that writes nothing yet.
  ///
  /// @param t says whether and where to write
  /// @param judged the weights whose filters are shown
  /// @param evaluator answers for samples
  RunReport(
      Trainer t,
      Splits splits,
      MemoryNeed need,
      Parameters judged,
      Evaluator evaluator,
      TrainingListener listener) {
    this.folder = t.report ? t.out : null;
    this.judged = judged;
    this.evaluator = evaluator;
    this.listener = listener;
    this.filters = new FilterLog(judged.model(), t.epochs);
    this.page = new TrainingPage(splits, need, filters);
  }

  /// A training begins.
  void begin() {
    keep(0);
  }

  /// An interrupted training goes on.
  ///
  /// @param epochs how many were done
  void goOn(int epochs) {
    Path place = folder;
    if (place != null) {
      filters.goOn(place, epochs);
    }
  }

  /// An epoch was done and judged.
  void epoch(int number, Evaluation evaluation) {
    latest = evaluation;
    keep(number);
  }

  private void keep(int epoch) {
    Path place = folder;
    if (place != null) {
      filters.keep(epoch, judged, place);
    }
  }

  /// Writes the page of a training that has not ended.
  void write(Model model, List<EpochResult> history) {
    Path place = folder;
    if (place != null) {
      page.write(place, model, history, Optional.ofNullable(latest));
    }
  }

  /// Writes the page of a training that has ended.
  void end(Model model, List<EpochResult> history) {
    Path place = folder;
    if (place != null) {
      page.write(place, model, history, d -> evaluator.predictions(d, listener::evaluating));
    }
  }
}

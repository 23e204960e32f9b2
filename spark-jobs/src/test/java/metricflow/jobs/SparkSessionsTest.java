package metricflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {
  private static final SparkSession SPARK = SparkSessions.open("local[2]", "tests");

  @Test
  void a_task_that_failed_in_one_process_is_tried_again() {
    List<Integer> numbers =
        JavaSparkContext.fromSparkContext(SPARK.sparkContext())
            .parallelize(List.of(1, 2, 3), 3)
            .map(number -> {
              if (number == 2 && TaskContext.get().attemptNumber() == 0) {
                throw new IllegalStateException("no memory beside others");
              }
              return number;
            })
            .collect();

    assertThat(numbers).containsExactly(1, 2, 3);
  }
}

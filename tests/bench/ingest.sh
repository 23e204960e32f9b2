#!/usr/bin/env bash
# Events offered at rising rates to a whole instance of its own: freshness, CPU, lost, doubled (about 20 minutes)
#
#   --batch 20,100  --encoding plain,gzip    shapes; --rates N,N,..  --seconds N    each rate, in each shape
#   --soak MINUTES --rate N                  one long load in the first shape, a line a minute, memory
#   --profile RATE                           where api and streaming spend their CPU at this rate
#   --warm-up SECONDS                        before the first load that counts: 20
#   --json FILE                              the figures, flat
#   --peers                                  afterwards the benchmark of peers (--json: beside FILE)
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/instance.bash

peers='' json='' arguments=()
while (($#)); do
  case $1 in
    --peers) peers=1 ;;
    *)
      [[ $1 != --json ]] || json=${2:-}
      arguments+=("$1")
      ;;
  esac
  shift
done

measure() (
  bench_instance ingest
  "$JAVA" -Xmx256m -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR \
    -cp "$(tests_classpath)" metricflow.tests.bench.IngestBench "${arguments[@]}"
)

measure
[[ -z $peers ]] || exec bash tests/bench/peers.sh ${json:+--json "${json%.json}-peers.json"}

#!/usr/bin/env bash
# Random questions about random worlds: the API's answers against a count in memory (10,000 worlds: two hours or more on 2 cores)
#
#   --worlds N   how many worlds, one question each: 10000
#   --kinds A,B  kinds of question, for example funnel,funnel_persons,paths: all
#   --seed N     which worlds; a run prints its seed, and the same seed asks the same again
set -euo pipefail
cd "$(dirname "$0")/../.."
worlds=10000 kinds='' seed=$(date +%s)
while (($#)); do
  case $1 in
    --worlds) worlds=$2 ;;
    --kinds) kinds=$2 ;;
    --seed) seed=$2 ;;
    *)
      echo 'usage: oracle [--worlds N] [--kinds KIND,KIND] [--seed N]' >&2
      exit 2
      ;;
  esac
  shift 2
done
if ! compgen -G "${METRICFLOW_CACHE:-$HOME/.cache/metricflow}/trino-*" >/dev/null; then
  echo 'The oracle starts a Trino of its own, which is not here yet. Run ./metricflow up once, then this again.' >&2
  exit 1
fi
log=.metricflow/bench-logs/oracle-$seed.log
mkdir -p "${log%/*}"
echo "oracle: $worlds worlds, kinds ${kinds:-all}, seed $seed; everything said is in $log"
status=0
mvn -B -pl tests -am -Pe2e -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
  -Dit.test=AnswersIT -Doracle.worlds="$worlds" -Doracle.seed="$seed" ${kinds:+-Doracle.kinds="$kinds"} verify \
  2>&1 | tee "$log" | grep --line-buffered -E '^oracle:|^\[ERROR\]   |BUILD FAILURE' || status=${PIPESTATUS[0]}
if ((status == 0)) && grep -q 'BUILD SUCCESS' "$log"; then
  echo 'oracle: no answer differs'
else
  echo "oracle: answers differ or the run broke off; each question with both answers and its SQL is in $log" >&2
  exit 1
fi

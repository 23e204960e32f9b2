/** The rules of the house that a compiler does not check: who imports whom, how big, how named. */
package metricflow.tests.layout;

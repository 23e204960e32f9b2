-- KEYS: stream. ARGV: rebuild id.
redis.call('HDEL', KEYS[1], 'query_id', 'batch_id', 'without_funnels')
redis.call('HSET', KEYS[1], 'rebuilding', ARGV[1])
return 1

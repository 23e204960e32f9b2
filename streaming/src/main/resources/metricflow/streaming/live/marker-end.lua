-- KEYS: stream. ARGV: rebuild id and run id as they were; query id, batch id, '1' for without funnels.
local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if redis.call('HGET', KEYS[1], 'rebuilding') ~= ARGV[1] or run_id ~= ARGV[2] then
  return 0
end
redis.call('HDEL', KEYS[1], 'rebuilding')
redis.call('HSET', KEYS[1], 'query_id', ARGV[3], 'batch_id', ARGV[4])
if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[1], 'without_funnels', ARGV[5])
end
return 1

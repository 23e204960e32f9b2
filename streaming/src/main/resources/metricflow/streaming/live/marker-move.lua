-- KEYS: stream. ARGV: run id, query id and batch id as they were; query id and batch id to be.
local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local mark = redis.call('HMGET', KEYS[1], 'query_id', 'batch_id')
if run_id ~= ARGV[1] or (mark[1] or '') ~= ARGV[2] or (mark[2] or '-1') ~= ARGV[3] then
  return 0
end
redis.call('HSET', KEYS[1], 'query_id', ARGV[4], 'batch_id', ARGV[5])
return 1

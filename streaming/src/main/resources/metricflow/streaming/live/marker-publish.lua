-- KEYS: stream. ARGV: query id and batch id that must be there; as_of, or 0 when it is not known yet.
local mark = redis.call('HMGET', KEYS[1], 'query_id', 'batch_id')
if mark[1] ~= ARGV[1] or tonumber(mark[2]) < tonumber(ARGV[2]) then
  return 0
end
if ARGV[3] ~= '0' then
  redis.call('HSET', KEYS[1], 'as_of', ARGV[3])
end
return 1

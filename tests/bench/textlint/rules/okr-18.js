module.exports = require("../rule.js")(18);
